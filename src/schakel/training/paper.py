"""What is printed: a certificate that anybody can verify by its number, and name badges for a network event."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from schakel.core import region
from schakel.publications.render import words as printed
from schakel.publications.render.press import typeset
from schakel.training.actions.opening import Participant
from schakel.training.models import Certificate, Session

_CERTIFICATE, _BADGES = (Path(__file__).with_name(name) for name in ("certificate.typ", "badges.typ"))


def certificate_pdf(certificate: Certificate, name: str) -> bytes:
    """The certificate (PDF/UA-1) of somebody with this name."""
    hours = round(certificate.minutes / 60 * 2) / 2
    address = f"{settings.SCHAKEL_PUBLIC_URL}/professionals/certificaat/"
    content = {
        "title": f"Certificaat {certificate.number}",
        "centre": region.current().name,
        "name": name,
        "course": certificate.title,
        "lines": [
            f"afgerond op {printed.day(certificate.held_on)}, {f'{hours:g}'.replace('.', ',')} uur",
        ],
        "number": " ".join(certificate.number[start : start + 4] for start in range(0, len(certificate.number), 4)),
        "verify": f"Of dit certificaat geldig is, ziet u met het nummer op {address.partition('://')[2]}",
        "demo": _demo(),
    }
    on = certificate.held_on
    return _pdf(_CERTIFICATE, content, datetime(on.year, on.month, on.day, tzinfo=UTC))


def badges_pdf(session: Session, people: list[Participant]) -> bytes:
    """A badge for each of them (PDF/UA-1), eight on a page."""
    content = {
        "title": f"Naamkaartjes {session.title}",
        "event": session.title,
        "centre": region.current().name,
        "badges": [
            {
                "name": one.name,
                "organisation": one.said.get("organisation", ""),
                "group": f"groep {one.enrolment.group}" if one.enrolment.group else "",
            }
            for one in people
        ],
        "demo": _demo(),
    }
    # The typesetter takes whole seconds.
    return _pdf(_BADGES, content, session.starts_at.astimezone(UTC).replace(microsecond=0))


def _pdf(layout: Path, content: dict[str, Any], made: datetime) -> bytes:
    return typeset(layout, content, format="pdf", pdf_standards=["ua-1"], timestamp=made)


def _demo() -> dict[str, str] | None:
    if not settings.SCHAKEL_DEMO:
        return None
    return {"mark": printed.DEMO_MARK, "sentence": "Dit centrum, deze training en deze naam zijn bedacht."}
