"""The privacy officer's side of the log: whom events are about, in which words, what stands out, and who is told."""
