"""Files that reporters send: sealed as they come in, checked, cleared by a person, and worked with as a copy."""
