"""Everything that shows that Schakel does what it says."""
