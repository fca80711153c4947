"""The receipt of a referral on paper: which organisation confirmed what, and when. Of the case only its number."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from schakel.core import region, time
from schakel.publications.render import words as printed
from schakel.publications.render.press import typeset
from schakel.sharing.referral.queries import Sheet
from schakel.sharing.referral.states import ReferralKind

_LAYOUT = Path(__file__).with_name("receipt.typ")


def receipt_pdf(sheet: Sheet) -> bytes:
    """The receipt (PDF/UA-1), of a referral that was received; equal ones give equal bytes."""
    row, receipt, profile = sheet.row, sheet.receipt, region.current()
    assert receipt is not None  # noqa: S101  (the view looked)
    on = receipt.row.happened_on
    facts = [
        ["Casus", row.case.number],
        ["Soort", str(ReferralKind(row.kind).label)],
        ["Organisatie", row.organisation.name],
        ["Gevraagd op", printed.day(row.proposed_at.astimezone(time.REGION_ZONE).date())],
        ["Bevestigd op", printed.day(on)],
        ["Bevestigd is", receipt.said.what_words],
        ["Bevestigd door", receipt.said.who],
        ["Hoe", receipt.said.how_words],
        ["Vastgelegd door", f"{receipt.row.entered_by.name if receipt.row.entered_by else 'het systeem'}, {profile.name}"],
    ]  # fmt: skip
    content = {
        "title": f"Ontvangstbewijs {row.number}",
        "centre": profile.name,
        "demo": {"mark": printed.DEMO_MARK, "sentence": "Dit centrum en dit bewijs zijn bedacht."}
        if settings.SCHAKEL_DEMO
        else None,
        "facts": facts,
        "contact": f"Vragen? {profile.telephone} ({profile.hours['nl']}), {profile.email}.",
    }
    made = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return typeset(_LAYOUT, content, format="pdf", pdf_standards=["ua-1"], timestamp=made)
