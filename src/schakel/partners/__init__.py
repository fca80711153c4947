"""Organisations the centre works with, their covenants and professionals, and who to call in each municipality."""
