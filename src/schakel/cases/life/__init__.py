"""The life of a case: its moves, who is in it, how dangerous it is, where it came from, and its story."""
