"""Frozen, approved figures and the files made from them; read by everybody through the public door."""
