"""What the mailing has to tell of a year."""

from django.db.models import Count, Q
from django.urls import reverse

from schakel.core import time
from schakel.core.achieved import Achieved, Row
from schakel.mailing.models import DeliveryState, Mailing


def of_year(year: int) -> list[Achieved]:
    """The mailings that went out, each with how many addresses it reached."""
    start, end = time.year_bounds(year)
    arrived = Count("deliveries", filter=Q(deliveries__state=DeliveryState.SENT, deliveries__to=None))
    sent = list(
        Mailing.objects.filter(sent_at__gte=start, sent_at__lt=end).annotate(arrived=arrived).order_by("sent_at", "id")
    )
    if not sent:
        return []
    times = "één mailing" if len(sent) == 1 else f"{len(sent)} mailings"
    rows = [
        Row(
            f"{row.subject}: {row.arrived} {'adres' if row.arrived == 1 else 'adressen'}",
            reverse("mailings_one", args=[row.pk]),
        )
        for row in sent
    ]
    sentence = f"Wij stuurden {times} aan professionals die daarom vroegen."
    return [Achieved("mailings", sentence, len(sent), rows)]
