"""Writing sessions, factors, attempts and links: one verb each, recorded."""
