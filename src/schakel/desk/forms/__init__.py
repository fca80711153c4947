"""What is filled in on the pages that join rooms."""
