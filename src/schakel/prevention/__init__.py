"""Prevention: materials and orders, things that are lent, campaigns."""
