"""Template tags about who sees what."""
