"""What is done with documents, one file per part of the work."""
