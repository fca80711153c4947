"""Victims become rows of who is in a case, and open cases get a place in the chain."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import migrations

_ZONE = ZoneInfo("Europe/Amsterdam")


def bring_over(apps: Any, schema_editor: Any) -> None:
    """One row for every victim, on the day that the case knew of them; open is "purpose checked", which triage did."""
    victims, involvements = apps.get_model("cases", "Victim"), apps.get_model("cases", "Involvement")
    for victim in victims.objects.iterator():
        came: datetime = victim.created_at
        involvements.objects.create(
            case_id=victim.case_id,
            person_id=victim.person_id,
            role="victim",
            since=came.astimezone(_ZONE).date(),
            created_at=came,
        )
    apps.get_model("cases", "Case").objects.filter(state="open").update(state="checked")


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_case_life")]
    operations = [migrations.RunPython(bring_over, migrations.RunPython.noop)]
