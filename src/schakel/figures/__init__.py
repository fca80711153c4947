"""The year in figures: counting persons, checking what may be shown, and making the factsheet."""
