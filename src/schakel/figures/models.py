"""What is frozen together with a publication: its figures by municipality, and where its list of results came from."""

from django.db import models

from schakel.core.models import Privacy, Record
from schakel.publications.models import Publication


class MunicipalFigures(Record):
    """The protected figures by municipality of one revision; not in the publication itself, which everybody reads."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="+")
    # Canonical JSON of what may be shown: a municipality whose figures are withheld is not in it.
    content = models.TextField()

    # Nothing in it is under the minimum, and nothing under the minimum follows from it (decision 11).
    privacy = {"publication": Privacy.TECHNICAL, "content": Privacy.OPERATIONAL}


class AchievedThen(Record):
    """What the rooms told of the year when a revision was proposed: sentences, numbers, and the list behind each."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="+")
    # JSON of `core.achieved.Achieved`: about courses, material and campaigns, and about nobody.
    content = models.TextField()

    privacy = {"publication": Privacy.TECHNICAL, "content": Privacy.ORGANISATIONAL}
