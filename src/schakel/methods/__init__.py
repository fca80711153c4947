"""Algorithms without Django: typed, public, a library in its own right."""
