"""What each door's role may do in PostgreSQL: which columns of which tables, and of these which rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schakel.access.models import INBOX_ID

EVERY_COLUMN = "*"


@dataclass(frozen=True)
class Allowed:
    """One table: the columns of each command, and the condition that a row must meet for it (none: every row)."""

    select: tuple[str, ...] = ()
    insert: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    delete: bool = False
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Command and columns, for what is granted at all."""
        granted = {"SELECT": self.select, "INSERT": self.insert, "UPDATE": self.update}
        granted["DELETE"] = (EVERY_COLUMN,) if self.delete else ()
        return {command: columns for command, columns in granted.items() if columns}


# A lookup id is derived from the visitor's code or cookie, which this installation does not keep. An unset or
# forgotten setting is nothing, or the empty string: no lookup id is either.
_OWN_REPORT = "lookup = decode(current_setting('schakel.report', true), 'hex')"
_OWN_CONVERSATION = f"report_id IN (SELECT id FROM intake_report WHERE {_OWN_REPORT})"  # noqa: S608  (our own words)
_OWN_VISIT = "lookup = decode(current_setting('schakel.visit', true), 'hex')"
_OWN_SUBSCRIPTION = "lookup = decode(current_setting('schakel.subscription', true), 'hex')"
_OWN_APPLICATION = "lookup = decode(current_setting('schakel.application', true), 'hex')"
_OWN_ORDER = f"order_id IN (SELECT id FROM prevention_order WHERE {_OWN_APPLICATION})"  # noqa: S608  (our own words)
_NOT_OPENED = "content IS NULL AND data_key IS NULL AND asked_by_id IS NULL AND double_of_id IS NULL"
_PUBLISHED = "state = 'published'"
# The door must show the secret itself: who only reads every lookup can't.
_OWN_ENROLMENT = "lookup = sha256(decode(current_setting('schakel.enrolment', true), 'hex'))"
_STILL_SEALED = "content IS NULL AND data_key IS NULL"

# A file goes in sealed, under the lookup id of a report, and can be taken back until that report is sent.
_OWN_UNSENT = f"{_OWN_REPORT} AND NOT EXISTS (SELECT 1 FROM intake_report WHERE {_OWN_REPORT})"  # noqa: S608  (as above)

# Everything that the public door may; what is not here it may not. A report goes in sealed and into the inbox, and what
# was sealed never comes out: there is no right to read those columns.
PUBLIC_DOOR: dict[str, Allowed] = {
    "core_installation": Allowed(select=("id", "created_at", "kind")),
    "publications_publication": Allowed(
        select=("id", "year", "revision", "state", "content"), rows={"SELECT": _PUBLISHED}
    ),
    "publications_publicationfile": Allowed(
        select=("id", "publication_id", "name", "content"),
        rows={"SELECT": f"publication_id IN (SELECT id FROM publications_publication WHERE {_PUBLISHED})"},  # noqa: S608
    ),
    # What was published, and no draft: those stand in a table that this door may not read.
    "texts_edition": Allowed(select=("id", "page", "language", "number", "content")),
    "intake_report": Allowed(
        select=("id", "lookup", "received_at", "urgency"),
        insert=(EVERY_COLUMN,),
        # Whoever adds to a report may say that there is danger now.
        update=("urgency",),
        rows={
            "SELECT": _OWN_REPORT,
            "UPDATE": _OWN_REPORT,
            "INSERT": f"state = 'sealed' AND channel = 'web' AND compartment_id = '{INBOX_ID}'"
            " AND content IS NULL AND data_key IS NULL"
            " AND holder_id IS NULL AND answered_at IS NULL AND set_aside_at IS NULL AND double_of_id IS NULL",
        },
    ),
    "intake_message": Allowed(
        select=("id", "report_id", "sequence", "sender", "sent_at", "sealed", "signature", "read_at"),
        insert=(EVERY_COLUMN,),
        # That the reporter read an answer.
        update=("read_at",),
        rows={
            "SELECT": _OWN_CONVERSATION,
            "UPDATE": f"{_OWN_CONVERSATION} AND sender = 'desk'",
            "INSERT": f"{_OWN_CONVERSATION} AND sender = 'reporter' AND signature IS NULL"
            " AND staff_copy IS NULL AND author_id IS NULL AND read_at IS NULL AND second_reader_id IS NULL",
        },
    ),
    # Put in and never read again here: only the desk confirms.
    "intake_proof": Allowed(insert=(EVERY_COLUMN,)),
    # The day somebody first came back with the code, written once.
    "intake_return": Allowed(
        select=("id", "report_id"),
        insert=(EVERY_COLUMN,),
        rows=dict.fromkeys(("SELECT", "INSERT"), _OWN_CONVERSATION),
    ),
    "intake_visit": Allowed(
        select=("id", "created_at", "lookup", "content", "expires_at"),
        insert=(EVERY_COLUMN,),
        update=("content", "expires_at"),
        delete=True,
        rows=dict.fromkeys(("SELECT", "INSERT", "UPDATE", "DELETE"), _OWN_VISIT),
    ),
    # Whoever holds the link in a mail confirms, chooses other lists, and leaves. The address itself never comes out.
    "mailing_subscription": Allowed(
        select=("id", "lookup", "state", "lists"),
        insert=(EVERY_COLUMN,),
        update=("state", "lists", "confirmed_at", "ended_at"),
        rows={
            "SELECT": _OWN_SUBSCRIPTION,
            "UPDATE": _OWN_SUBSCRIPTION,
            "INSERT": "state = 'asked' AND content IS NULL AND data_key IS NULL AND address_token IS NULL"
            " AND told_at IS NULL AND confirmed_at IS NULL AND ended_at IS NULL",
        },
    ),
    # When nobody reads: told on the public pages.
    "duty_closure": Allowed(select=("id", "first_day", "last_day")),
    "attachments_attachment": Allowed(
        select=("id", "lookup", "sent_at", "pieces"),
        insert=(EVERY_COLUMN,),
        delete=True,
        rows={
            "SELECT": _OWN_REPORT,
            "INSERT": f"{_OWN_REPORT} AND state = 'sealed' AND content IS NULL AND copy_id IS NULL AND copy IS NULL"
            " AND finding = '' AND scan = '' AND decided_by_id IS NULL AND decided_at IS NULL",
            "DELETE": _OWN_UNSENT,
        },
    ),
    # What training is offered, and how full it is: ids, numbers and states of enrolments, and never who.
    "training_coursetype": Allowed(
        select=(
            "id",
            "created_at",
            "title",
            "audience",
            "goals",
            "afterwards",
            "statements",
            "material",
            "is_offered",
            "version",
        )
    ),
    "training_session": Allowed(
        select=(
            "id",
            "created_at",
            "kind",
            "course_id",
            "part_of_id",
            "title",
            "about",
            "audience",
            "starts_at",
            "ends_at",
            "municipality",
            "place",
            "link",
            "trainer",
            "organisation",
            "is_public",
            "capacity",
            "reached",
            "state",
            "sequence",
            "room",
            "door",
            "version",
        )
    ),
    "training_programmeitem": Allowed(select=("id", "created_at", "session_id", "begins", "ends", "title", "speaker")),
    "training_enrolment": Allowed(
        select=("id", "session_id", "number", "state", "lookup", "code", "wants_more"),
        insert=(EVERY_COLUMN,),
        # Whoever has the link says that they don't come, or want to hear what follows.
        update=("state", "wants_more"),
        rows={
            "UPDATE": f"{_OWN_ENROLMENT} AND state <> 'double'",
            "INSERT": f"state IN ('place', 'waiting') AND {_STILL_SEALED} AND person IS NULL AND address IS NULL"
            " AND told = ''",
        },
    ),
    # Said by a participant, never that a colleague saw them.
    "training_attendance": Allowed(
        select=("id", "enrolment_id", "session_id"), insert=(EVERY_COLUMN,), rows={"INSERT": "how = 'self'"}
    ),
    "training_certificate": Allowed(
        select=("id", "number", "title", "held_on", "minutes", "document", "withdrawn_at", "enrolment_id")
    ),
    # Answers go in, and never come out.
    "training_evaluation": Allowed(insert=(EVERY_COLUMN,), rows={"INSERT": _STILL_SEALED}),
    "training_evaluationgiven": Allowed(select=("id", "enrolment_id", "moment"), insert=(EVERY_COLUMN,)),
    "training_trainingrequest": Allowed(
        insert=(EVERY_COLUMN,),
        rows={"INSERT": f"state = 'new' AND session_id IS NULL AND told = '' AND {_STILL_SEALED}"},
    ),
    # What can be ordered and borrowed: on the pages for professionals. Of what is not in the catalogue nothing, but for what
    # stands in one's own order or loan.
    "prevention_material": Allowed(
        select=(
            "id",
            "created_at",
            "version",
            "changed_at",
            "changed_by_id",
            "title",
            "kind",
            "audience",
            "form",
            "languages",
            "summary",
            "alternative",
            "edition",
            "supersedes_id",
            "is_listed",
            "stock",
            "low_at",
            "most_at_once",
        ),
        rows={"SELECT": "is_listed OR id IN (SELECT material_id FROM prevention_orderline)"},
    ),
    "prevention_materialfile": Allowed(
        select=("id", "created_at", "material_id", "name", "is_picture", "content"),
        rows={"SELECT": "material_id IN (SELECT id FROM prevention_material WHERE is_listed)"},
    ),
    # An order goes in sealed; whoever placed it sees how far it is, and takes it back.
    "prevention_order": Allowed(
        select=("id", "created_at", "number", "lookup", "state", "sent_at", "ended_at"),
        insert=(EVERY_COLUMN,),
        update=("state", "ended_at"),
        rows={
            "SELECT": _OWN_APPLICATION,
            "UPDATE": f"{_OWN_APPLICATION} AND state IN ('new', 'cancelled')",
            "INSERT": f"state = 'new' AND {_NOT_OPENED}",
        },
    ),
    "prevention_orderline": Allowed(
        select=("id", "order_id", "material_id", "asked", "sent"),
        insert=(EVERY_COLUMN,),
        rows={"SELECT": _OWN_ORDER, "INSERT": f"{_OWN_ORDER} AND sent IS NULL"},
    ),
    "prevention_loankind": Allowed(
        select=(
            "id",
            "created_at",
            "version",
            "changed_at",
            "changed_by_id",
            "name",
            "description",
            "alternative",
            "cleaning_days",
            "most_days",
            "is_listed",
        ),
        rows={"SELECT": "is_listed OR id IN (SELECT kind_id FROM prevention_loan)"},
    ),
    "prevention_loankindpicture": Allowed(
        select=("id", "created_at", "kind_id", "content"),
        rows={"SELECT": "kind_id IN (SELECT id FROM prevention_loankind WHERE is_listed)"},
    ),
    # How many are free on a day: which, and who has them, is the desk's business.
    "prevention_thing": Allowed(select=("id", "kind_id", "state")),
    "prevention_thingday": Allowed(select=("id", "thing_id", "day")),
    "prevention_loan": Allowed(
        select=("id", "created_at", "number", "lookup", "state", "kind_id", "first_day", "last_day", "ended_at"),
        insert=(EVERY_COLUMN,),
        update=("state", "ended_at"),
        rows={
            "SELECT": _OWN_APPLICATION,
            "UPDATE": f"{_OWN_APPLICATION} AND state IN ('asked', 'confirmed', 'cancelled')",
            "INSERT": f"state = 'asked' AND thing_id IS NULL AND {_NOT_OPENED}",
        },
    ),
    # Pieces go in, and never come out: they belong to a file once its row says so.
    "attachments_piece": Allowed(insert=(EVERY_COLUMN,)),
    # Where its own chain stands, so that the next event can follow.
    "audit_event": Allowed(
        select=("door", "sequence", "digest"),
        insert=(EVERY_COLUMN,),
        rows=dict.fromkeys(("SELECT", "INSERT"), "door = 'public'"),
    ),
}

# The desk works on every table; these it may not do everything with. An event is never changed, and never destroyed but
# by the owner of the database; the other two belong to whoever prepares an installation.
DESK: dict[str, Allowed] = {
    "audit_event": Allowed(select=(EVERY_COLUMN,), insert=(EVERY_COLUMN,), rows={"INSERT": "door = 'desk'"}),
    "core_installation": Allowed(select=(EVERY_COLUMN,)),
    "django_migrations": Allowed(select=(EVERY_COLUMN,)),
}
DESK_ELSEWHERE = Allowed(select=(EVERY_COLUMN,), insert=(EVERY_COLUMN,), update=(EVERY_COLUMN,), delete=True)
