"""How the blocks in a text are drawn."""
