"""Registering somebody with CoMensha: filled from the case, sent when nothing is missing, and followed."""
