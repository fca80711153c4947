"""Conferences of a case: planned, held, and told of in minutes of which everybody gets what they may see."""
