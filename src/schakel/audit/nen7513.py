"""The fields of NEN 7513, the Dutch standard for logging in care, as this log holds or derives them."""

from collections.abc import Mapping

from schakel.audit import chain
from schakel.audit.kinds import Kind, kind_of
from schakel.audit.models import Event

# What an event does to its object, by the verb of its tag or, where that differs, by the whole tag; of the others,
# whatever is a kind of reading reads, and the rest is an act: "execute".
ACTIONS: Mapping[str, str] = {
    **dict.fromkeys(("created", "entered", "received", "added", "drafted", "noted"), "create"),
    **dict.fromkeys(("case:opened", "compartment:opened"), "create"),
    **dict.fromkeys(("read", "listed", "list_read", "conversation_read", "match_cards", "opened", "searched"), "read"),
    **dict.fromkeys(("corrected", "triaged", "triage_revised", "written", "linked", "unlinked", "granted"), "update"),
    **dict.fromkeys(("reason_read", "review_read", "break_glass_listed"), "read"),
    **dict.fromkeys(("handed_over", "participation_ended", "excluded", "exclusion_ended"), "update"),
    **dict.fromkeys(("destroyed", "deleted", "pruned"), "delete"),
}
_READING = frozenset((Kind.READ, Kind.LIST, Kind.SEARCH, Kind.LOG_READ))


def fields(event: Event, authorisations: Mapping[str, str]) -> dict[str, str]:
    """An event in the standard's terms, every value as text; what is not known is empty.

    `authorisations` gives for each role the kind of authorisation it carries (Wgs art. 1.8.2): the log lies below the
    room that knows. Of an event that names what else gave access, that is told too.
    """
    verb = event.tag.rpartition(":")[2]
    return {
        "event": event.tag,
        "action": ACTIONS.get(event.tag)
        or ACTIONS.get(verb)
        or ("read" if kind_of(event.tag) in _READING else "execute"),
        "time": chain.moment(event.at),
        "user": event.actor_id,
        "role": event.actor_role,
        "responsible_user": event.responsible_id or event.actor_id,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "authorisation": " / ".join(filter(None, (authorisations.get(event.actor_role, ""), event.authorisation))),
        "consent": event.consent,
        "source": _source(event),
    }


def _source(event: Event) -> str:
    """The door that wrote it and, when a part of the system acted by itself, which."""
    kind, _, part = event.actor_id.partition(":")
    return f"{event.door}/{part}" if kind == "system" else event.door
