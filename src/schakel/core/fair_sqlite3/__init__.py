"""SQLite with turns: whoever writes waits in a line, instead of knocking at a door that others keep slipping through."""
