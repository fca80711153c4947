"""What professionals ask for at the public door: material, loans, courses, mailing."""
