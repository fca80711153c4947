"""Files that strangers send: what they are, what is wrong with them, and a working copy without what should not travel."""
