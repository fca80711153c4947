"""How much was shared in a case, to see whether anything happened since."""

from django.db.models import Count, Sum

from schakel.cases.models import Case
from schakel.sharing.models import Taking


def how_much(case: Case) -> list[int]:
    """Whatever is drafted, changed, given, recalled, agreed, registered or asked makes another list."""
    disclosures = case.disclosures.aggregate(
        Count("pk"), Sum("revision", default=0), Count("given_at"), Count("ended_at")
    )
    consents = case.consents.aggregate(Count("pk"), Count("withdrawn_on"))
    registered = case.registrations.aggregate(
        Count("pk"), Sum("revision", default=0), Count("sent_on"), Count("ended_at")
    )
    taken = Taking.objects.filter(disclosure__case=case).count()
    asked = case.referrals.aggregate(Count("pk"), Sum("revision", default=0))
    return [*disclosures.values(), *consents.values(), *registered.values(), *asked.values(), taken]
