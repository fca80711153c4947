"""The desk's own pages: home, worklists, and pages that join rooms; no models."""
