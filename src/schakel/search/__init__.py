"""Finding words in everything that a viewer may see, without keeping a readable word anywhere."""
