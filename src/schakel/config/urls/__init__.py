"""What each door answers to."""
