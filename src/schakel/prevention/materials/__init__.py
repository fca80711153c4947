"""Materials: what there is, who ordered it, what went where."""
