"""What campaigns have to tell of a year."""

from django.urls import reverse

from schakel.core.achieved import Achieved, Row
from schakel.prevention.campaigns import queries
from schakel.prevention.campaigns.models import Campaign
from schakel.prevention.campaigns.words import in_thousands


def of_year(year: int) -> list[Achieved]:
    """Of each campaign that began in the year how often it was shown; by channel behind that.

    How often, since how many people nobody knows: who saw it on two channels would count twice.
    """
    return [_of(campaign) for campaign in Campaign.objects.filter(first_day__year=year).order_by("first_day", "id")]


def _of(campaign: Campaign) -> Achieved:
    found = queries.channels(campaign)
    all_of_it = queries.total(found)
    url = reverse("campaign", args=[campaign.pk])
    key, said = f"campaign-{campaign.pk}", f"De campagne ‘{campaign.title}’ voor {campaign.audience}"
    if not all_of_it.shown:
        return Achieved(key, f"{said} liep van {_day(campaign)}.", 1, [Row(campaign.title, url)])
    responses = f" en kreeg {in_thousands(all_of_it.responded)} reacties" if all_of_it.responded else ""
    rows = [Row(f"{one.name}: {in_thousands(one.shown or 0)} keer getoond", url) for one in found]
    sentence = f"{said} werd {in_thousands(all_of_it.shown)} keer getoond{responses}."
    return Achieved(key, sentence, all_of_it.shown, rows)


def _day(campaign: Campaign) -> str:
    return f"{campaign.first_day:%-d-%-m-%Y} tot en met {campaign.last_day:%-d-%-m-%Y}"
