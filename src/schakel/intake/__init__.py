"""Sealed reports, receipts and the conversation that follows; knows no people and no cases."""
