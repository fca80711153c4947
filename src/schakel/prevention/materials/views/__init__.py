"""The desk pages of material and orders."""
