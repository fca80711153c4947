"""Disclosures: who was told what about whom, why that was allowed, on whose consent, and what was taken back."""
