"""Reads that join rooms for a viewer."""
