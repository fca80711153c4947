"""The desk pages of things and loans."""
