"""Settings: `base` is shared, `public` and `desk` are the two doors (the worker uses the desk's)."""
