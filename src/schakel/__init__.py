"""Schakel: the system a regional expertise centre on human trafficking runs on."""
