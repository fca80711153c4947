"""Words about files."""
