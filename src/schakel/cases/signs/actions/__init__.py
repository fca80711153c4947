"""Writing: a source of signs and its answers, and the centre's own signs."""
