"""Keeping the catalogue, and what becomes of orders."""
