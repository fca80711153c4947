"""The pages of documents, one file per part of the work."""
