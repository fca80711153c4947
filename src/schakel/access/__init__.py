"""Who may do which kind of work (role), and who may see which record (compartment, grant, exclusion)."""
