"""Reading the log where the work itself shows it: who read this record."""

from datetime import datetime

from django.db import models

from schakel.audit.models import Event


def actors_of(about: models.Model, *tags: str) -> set[str]:
    """The ids of everybody who did one of these things to the record."""
    events = Event.objects.filter(object_type=about._meta.model_name, object_id=str(about.pk), tag__in=tags)
    return set(events.values_list("actor_id", flat=True))


def events_about(about: models.Model, *tags: str) -> list[Event]:
    """The events with these tags about the record, oldest first."""
    found = Event.objects.filter(object_type=about._meta.model_name, object_id=str(about.pk), tag__in=tags)
    return list(found.order_by("at", "sequence"))


def events_by(actor_id: str, *, since: datetime, until: datetime) -> list[Event]:
    """What somebody did between two moments, oldest first."""
    return list(Event.objects.filter(actor_id=actor_id, at__gte=since, at__lt=until).order_by("at", "sequence"))
