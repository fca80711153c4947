"""The pages of partners: organisations, their people and covenants, contact persons, and the table in and out."""
