"""How staff passwords are stored: Argon2id with 64 MiB, four passes, two lanes (domain.md §10)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at the centre's own cost."""

    time_cost = 4
    memory_cost = 65_536
    parallelism = 2
