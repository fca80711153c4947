"""What stands beside a report about the work on it: whose it is, its terms, who looks too, what it belongs with."""

from datetime import timedelta
from typing import Any

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.cases import assigning, joining
from schakel.cases.forms import Problems
from schakel.cases.terms import running
from schakel.cases.work_forms import AsideForm, CloseAnswerForm, HandOverForm
from schakel.core import time
from schakel.duty.queries import readers_of
from schakel.intake.models import Report, ReportState
from schakel.intake.queries import reports_for

_NEAR = timedelta(days=14)
_MOST_OTHERS = 50


def work(report: Report, who: User, forms: dict[str, Any]) -> dict[str, Any]:
    """For the page of a report; nothing for whoever reads along and does not do this work."""
    if not who.may(Permission.TRIAGE):
        return {}
    is_sealed = report.state == ReportState.SEALED
    context: dict[str, Any] = {
        "may_work": True,
        "terms": running(report),
        "reader": readers_of([report.received_at])[report.received_at] if is_sealed else None,
        "today": time.today(),
        "given": assigning.given_to(who, report),
        "look_too": assigning.who_looks_too(report, who),
        "group": joining.group_of(report, who),
        "may_set_aside": report.set_aside_at is None and report.state != ReportState.TRIAGED,
        "double_of": reports_for(who).filter(pk=report.double_of_id).first() if report.double_of_id else None,
        "handover": forms.get("handover") or HandOverForm(people=assigning.who_can_receive(report, who)),
        "closing": forms.get("closing") or CloseAnswerForm(),
        "filled": [name for name in ("handover", "closing", "putting_aside") if name in forms],
    }
    if context["may_set_aside"]:
        context["putting_aside"] = forms.get("putting_aside") or AsideForm(others=others_near(report, who))
    if context["filled"]:
        context["problems"] = Problems(*(forms[name] for name in context["filled"]))
    return context


def others_near(report: Report, who: User) -> list[Report]:
    """The reports around this one in time that it could be a double of, the nearest first."""
    around = (report.received_at - _NEAR, report.received_at + _NEAR)
    found = reports_for(who).filter(received_at__range=around, set_aside_at=None).exclude(pk=report.pk)
    light = found.only("received_at", "channel", "state").order_by("-received_at")[: 4 * _MOST_OTHERS]
    return sorted(light, key=lambda one: abs(one.received_at - report.received_at))[:_MOST_OTHERS]
