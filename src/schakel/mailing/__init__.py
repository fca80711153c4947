"""Mailing to professionals who asked for it."""
