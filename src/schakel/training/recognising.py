"""By what the same person, and the same address, are recognised without being read. At the desk and in the worker alone."""

from schakel.vault.tokens import token


def person_of(said: dict[str, str]) -> bytes:
    """By which the same person at the same address is recognised. Another name at that address is somebody else."""
    name = " ".join(said["name"].casefold().split())
    return token("training/person", f"{said['email'].strip().casefold()}\0{name}")


def address_of(said: dict[str, str]) -> bytes:
    """By which an address is recognised: capitals make no other one."""
    return token("training/address", said["email"].strip().casefold())
