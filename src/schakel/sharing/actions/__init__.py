"""Writing down disclosures and consent, giving, recalling."""
