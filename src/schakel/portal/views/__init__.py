"""The pages of the partner portal."""
