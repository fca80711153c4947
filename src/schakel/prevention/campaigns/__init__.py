"""Campaigns: what was said to whom, by which channels, and what came of it."""
