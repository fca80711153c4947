"""Keys, sealed and encrypted parts, search tokens: everything that makes stored content useless to a thief."""
