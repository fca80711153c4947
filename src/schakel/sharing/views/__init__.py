"""The pages of disclosures and consent."""
