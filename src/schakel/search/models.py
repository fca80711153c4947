"""What a record says, at hand for searching, encrypted under the key of that record."""

from django.db import models

from schakel.core.models import Privacy, Record


class WordList(Record):
    """The words and texts of a case, a report or the description of a person. Its id is the record's, and so is its key:
    whoever destroys the record destroys the list.

    It says which ciphertexts it was made of, and is made anew as soon as one of them is another.
    """

    # A digest of the nonces of all that was read: no write can be forgotten, since every write draws a new one.
    made_of = models.BinaryField()
    # Empty where the record was destroyed before anybody looked.
    words = models.BinaryField(default=b"")
    texts = models.BinaryField(default=b"")

    privacy = {"made_of": Privacy.TECHNICAL, **dict.fromkeys(("words", "texts"), Privacy.SEALED)}
