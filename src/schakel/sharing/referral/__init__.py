"""Asking another organisation to help in a case, or to take it over: proposed, reminded, answered, received."""
