"""Pages about signs."""
