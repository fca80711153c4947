"""What changes conferences: planning, who takes part, holding them, their minutes."""
