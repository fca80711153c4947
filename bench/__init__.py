"""How fast it is, on the machine it runs on: printed tables, `make bench`."""
