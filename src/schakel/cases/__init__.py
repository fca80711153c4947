"""Triage of reports, and the cases that come out of it."""
