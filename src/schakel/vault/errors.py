"""What can be wrong with keys; each message is the one sentence to show."""


class KeyFileError(RuntimeError):
    """A key file, the master key or the key store is missing or wrong; the message stops the start."""
