"""The key store: one wrapped data key per record that must be destroyable on its own."""

from django.db import models

from schakel.core.models import Privacy, Record


class DataKey(Record):
    """A random key, wrapped under the installation's wrapping key. Deleting it shreds what it encrypted."""

    wrapped = models.BinaryField()

    privacy = {"wrapped": Privacy.SEALED}
