"""How pages write what is known of a person."""
