"""Persons as reports describe them, and the links that say which descriptions are one human being."""
