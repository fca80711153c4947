"""Reading the log where the work itself shows it: who read this record."""

from django.db import models

from schakel.audit.models import Event


def actors_of(about: models.Model, *tags: str) -> set[str]:
    """The ids of everybody who did one of these things to the record."""
    events = Event.objects.filter(object_type=about._meta.model_name, object_id=str(about.pk), tag__in=tags)
    return set(events.values_list("actor_id", flat=True))
