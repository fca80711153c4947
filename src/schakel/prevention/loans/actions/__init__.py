"""Things that are lent, and the way of a loan from the question to the return."""
