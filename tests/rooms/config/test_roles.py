"""`schakel database roles`: each door gets a role of its own in PostgreSQL, with its privileges and no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import processes
from tests.rooms.config.doors import Place, created
from tests.visitor import Visitor

COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")
ALL = ("*",)

# What the public door's role may do, table by table, with which columns. A table that stands in neither list fails.
PUBLIC_MAY: dict[str, dict[str, tuple[str, ...]]] = {
    "core_installation": {"SELECT": ("created_at", "id", "kind")},
    "publications_publication": {"SELECT": ("content", "id", "revision", "state", "year")},
    "publications_publicationfile": {"SELECT": ("content", "id", "name", "publication_id")},
    "texts_edition": {"SELECT": ("content", "id", "language", "number", "page")},
    "intake_report": {"SELECT": ("id", "lookup", "received_at", "urgency"), "INSERT": ALL, "UPDATE": ("urgency",)},
    "intake_message": {
        "SELECT": ("id", "read_at", "report_id", "sealed", "sender", "sent_at", "sequence", "signature"),
        "INSERT": ALL,
        "UPDATE": ("read_at",),
    },
    "intake_proof": {"INSERT": ALL},
    "intake_return": {"SELECT": ("id", "report_id"), "INSERT": ALL},
    "intake_visit": {
        "SELECT": ("content", "created_at", "expires_at", "id", "lookup"),
        "INSERT": ALL,
        "UPDATE": ("content", "expires_at"),
        "DELETE": ALL,
    },
    "mailing_subscription": {
        "SELECT": ("id", "lists", "lookup", "state"),
        "INSERT": ALL,
        "UPDATE": ("confirmed_at", "ended_at", "lists", "state"),
    },
    "duty_closure": {"SELECT": ("first_day", "id", "last_day")},
    "attachments_attachment": {"SELECT": ("id", "lookup", "pieces", "sent_at"), "INSERT": ALL, "DELETE": ALL},
    "attachments_piece": {"INSERT": ALL},
    "training_coursetype": {
        "SELECT": (
            "afterwards",
            "audience",
            "created_at",
            "goals",
            "id",
            "is_offered",
            "material",
            "statements",
            "title",
            "version",
        )
    },
    "training_session": {
        "SELECT": (
            "about",
            "audience",
            "capacity",
            "course_id",
            "created_at",
            "door",
            "ends_at",
            "id",
            "is_public",
            "kind",
            "link",
            "municipality",
            "organisation",
            "part_of_id",
            "place",
            "reached",
            "room",
            "sequence",
            "starts_at",
            "state",
            "title",
            "trainer",
            "version",
        )
    },
    "training_programmeitem": {"SELECT": ("begins", "created_at", "ends", "id", "session_id", "speaker", "title")},
    "training_enrolment": {
        "SELECT": ("code", "id", "lookup", "number", "session_id", "state", "wants_more"),
        "INSERT": ALL,
        "UPDATE": ("state", "wants_more"),
    },
    "training_attendance": {"SELECT": ("enrolment_id", "id", "session_id"), "INSERT": ALL},
    "training_certificate": {
        "SELECT": ("document", "enrolment_id", "held_on", "id", "minutes", "number", "title", "withdrawn_at")
    },
    "training_evaluation": {"INSERT": ALL},
    "training_evaluationgiven": {"SELECT": ("enrolment_id", "id", "moment"), "INSERT": ALL},
    "training_trainingrequest": {"INSERT": ALL},
    "prevention_material": {
        "SELECT": (
            "alternative",
            "audience",
            "changed_at",
            "changed_by_id",
            "created_at",
            "edition",
            "form",
            "id",
            "is_listed",
            "kind",
            "languages",
            "low_at",
            "most_at_once",
            "stock",
            "summary",
            "supersedes_id",
            "title",
            "version",
        )
    },
    "prevention_materialfile": {"SELECT": ("content", "created_at", "id", "is_picture", "material_id", "name")},
    "prevention_order": {
        "SELECT": ("created_at", "ended_at", "id", "lookup", "number", "sent_at", "state"),
        "INSERT": ALL,
        "UPDATE": ("ended_at", "state"),
    },
    "prevention_orderline": {"SELECT": ("asked", "id", "material_id", "order_id", "sent"), "INSERT": ALL},
    "prevention_loankindpicture": {"SELECT": ("content", "created_at", "id", "kind_id")},
    "prevention_loankind": {
        "SELECT": (
            "alternative",
            "changed_at",
            "changed_by_id",
            "cleaning_days",
            "created_at",
            "description",
            "id",
            "is_listed",
            "most_days",
            "name",
            "version",
        )
    },
    "prevention_thing": {"SELECT": ("id", "kind_id", "state")},
    "prevention_thingday": {"SELECT": ("day", "id", "thing_id")},
    "prevention_loan": {
        "SELECT": ("created_at", "ended_at", "first_day", "id", "kind_id", "last_day", "lookup", "number", "state"),
        "INSERT": ALL,
        "UPDATE": ("ended_at", "state"),
    },
    "audit_event": {"SELECT": ("digest", "door", "sequence"), "INSERT": ALL},
}
# Tables of which the public door's role sees nothing at all. A new table must be put in one of the two lists.
CLOSED_TO_THE_PUBLIC = {
    "access_breakglassreview", "access_compartment", "access_exclusion", "access_grant", "access_invitation",
    "access_keying", "access_logreading", "access_proposal", "access_rolechange", "access_user", "auth_group", "auth_group_permissions", "auth_permission",
    "cases_advice", "cases_agreement", "cases_attendee", "cases_calendar", "cases_case", "cases_change", "cases_clock",
    "cases_about", "cases_document", "cases_documentfile", "cases_lettertemplate", "cases_lettertemplateversion",
    "cases_criticalsign", "cases_ownsign", "cases_ownsignversion", "cases_signsource",
    "cases_conference", "cases_dailymail", "cases_goal", "cases_handover", "cases_minutes",
    "cases_involvement", "cases_joining", "cases_lineage", "cases_look", "cases_note", "cases_riskassessment", "cases_savedview", "cases_step",
    "cases_triage", "cases_version",
    "django_content_type", "django_migrations", "duty_absence", "duty_dutyday", "duty_wish",
    "figures_municipalfigures", "intake_answerdraft", "intake_answertemplate", "outbox_contactattempt",
    "outbox_contactchange", "outbox_outgoing", "partners_contactperson", "partners_covenant", "partners_nametoken",
    "partners_organisation", "partners_professional", "people_link", "people_nametoken", "people_person", "portal_contribution", "portal_signature", "publications_achievement",
    "mailing_delivery", "mailing_mailing", "prevention_campaign", "prevention_materialused", "prevention_result", "figures_achievedthen",
    "prevention_condition", "search_wordlist", "sharing_consent", "sharing_disclosure", "sharing_referral", "sharing_referralturn", "sharing_registration", "sharing_taking", "signin_attempts", "signin_codeapp", "signin_passkey", "signin_providerlink", "signin_recoverycode",
    "signin_staffsession", "texts_draft",
    "training_followup", "training_followupmail",
}  # fmt: skip
EVERYTHING = dict.fromkeys(COMMANDS, ALL)
DESK_MAY_LESS: dict[str, dict[str, tuple[str, ...]]] = {
    "audit_event": {"SELECT": ALL, "INSERT": ALL},
    "core_installation": {"SELECT": ALL},
    "django_migrations": {"SELECT": ALL},
}


def tables(place: Place) -> dict[str, list[str]]:
    """Every table with its columns."""
    with place.open("schakel") as owner:
        rows = owner.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def privileges(place: Place, role: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """What PostgreSQL itself says a role may do: table, command, columns."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    with place.open("schakel") as owner:

        def asked(question: str, *values: str) -> bool:
            row = owner.execute(question, (role, *values)).fetchone()
            return bool(row and row[0])

        for table, columns in tables(place).items():
            for command in (*COMMANDS, "TRUNCATE", "REFERENCES", "TRIGGER"):
                if asked("SELECT has_table_privilege(%s, %s, %s)", table, command):
                    found.setdefault(table, {})[command] = ALL
                elif command in ("SELECT", "INSERT", "UPDATE", "REFERENCES"):
                    some = [
                        column
                        for column in columns
                        if asked("SELECT has_column_privilege(%s, %s, %s, %s)", table, column, command)
                    ]
                    if some:
                        found.setdefault(table, {})[command] = tuple(some)
    return found


def test_the_public_role_may_do_what_is_listed_and_nothing_else(place: Place) -> None:
    assert privileges(place, "schakel_public") == PUBLIC_MAY
    assert tables(place).keys() - PUBLIC_MAY.keys() == CLOSED_TO_THE_PUBLIC, "a table that nobody listed"


def test_the_desk_role_may_do_everything_but_change_what_happened(place: Place) -> None:
    expected = {table: DESK_MAY_LESS.get(table, EVERYTHING) for table in tables(place)}
    assert privileges(place, "schakel_desk") == expected


@pytest.mark.parametrize("role", ["schakel_public", "schakel_desk"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "ALTER TABLE intake_report ADD COLUMN mine int",
        "ALTER TABLE intake_report DISABLE ROW LEVEL SECURITY",
        "DROP TABLE intake_visit",
        "TRUNCATE intake_report",
        "UPDATE audit_event SET tag = 'x'",
        "DELETE FROM audit_event",
        "SET ROLE schakel",
        "CREATE ROLE mine",
        "CREATE SCHEMA mine",
    ],
)
def test_neither_door_may_change_the_tables_or_what_happened(place: Place, role: str, statement: str) -> None:
    with place.open(role) as door, pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute(statement)


WORK = """
from schakel.access import actions as access
from schakel.access.roles import Role
from schakel.cases.actions import Recognised
from schakel.cases.states import Outcome
from schakel.core import schedule, time
from schakel.core.actors import system
from schakel.demo.personas import PERSONAS
from schakel.figures import actions as figures
from schakel.people.details import PersonDetails
from schakel.people.models import Person
from tests.rooms import chain
by = chain.account(Role.CASE_COORDINATOR)
report, _ = chain.hand_in()
ana = Recognised(PersonDetails(time.today(), name="Ana Bos", gender="woman"))
made = chain.judge(report, ana, by=by, outcome=Outcome.NEW_CASE, coordinator=by)
figures.draft(year=2025, by=chain.account(Role.POLICY_ANALYST))
for job in schedule.jobs():
    job.run()
print(Person.objects.count(), made.case is not None)
persona = PERSONAS[0]
access.create_account(email=persona.email, name=persona.name, role=persona.role, password=None, by=system("test"))
print(persona.key)
"""


def test_the_desks_role_does_the_desks_work(place: Place) -> None:
    settings = place.settings("schakel_desk")
    count, key = processes.in_installation(place.home, "desk", WORK, settings=settings).splitlines()
    assert count == "1 True"
    port = processes.free_port()
    with processes.serving(place.home, "desk", port=port, settings=settings):
        desk = Visitor(port, "localhost")
        chosen = desk.get("/demo/aanmelden/")
        kept = [field for field in chosen.fields if field[0] != "persona"]
        home = desk.post(chosen.path, [*kept, ("persona", key)])
        assert (home.status, home.path) == (200, "/")
        assert desk.get("/meldingen/").status == 200


def test_again_it_changes_nothing_and_asks_nothing(place: Place) -> None:
    def stored() -> list[Any]:
        with place.open("schakel") as owner:
            return owner.execute(
                "SELECT rolname, rolpassword FROM pg_authid WHERE rolname ~ 'schakel_' ORDER BY 1"
            ).fetchall()

    before = (stored(), privileges(place, "schakel_public"), privileges(place, "schakel_desk"))
    done = created(place)
    assert (done.returncode, done.stderr) == (0, "")
    assert (stored(), privileges(place, "schakel_public"), privileges(place, "schakel_desk")) == before
    assert all(password.startswith("SCRAM-SHA-256$") for _, password in before[0])


def test_a_new_table_opens_for_the_desk_at_the_next_prepare_and_never_for_the_public(place: Place) -> None:
    with place.open("schakel") as owner:
        owner.execute("CREATE TABLE fresh (id int)")
        owner.execute("GRANT SELECT ON fresh TO schakel_public")  # a mistake of the past
        # Migrations that are not there yet, of a room that no other is built on.
        owner.execute("DROP TABLE outbox_outgoing, outbox_contactattempt, outbox_contactchange")
        owner.execute("DELETE FROM django_migrations WHERE app = 'outbox'")
    try:
        assert "fresh" not in privileges(place, "schakel_desk")
        done = processes.command(place.home, "prepare", settings=place.settings("schakel"))
        assert (done.returncode, done.stderr) == (0, "")
        assert privileges(place, "schakel_desk")["fresh"] == EVERYTHING
        assert "fresh" not in privileges(place, "schakel_public")
    finally:
        with place.open("schakel") as owner:
            owner.execute("DROP TABLE fresh")


def test_prepare_as_a_doors_role_changes_nothing_and_says_so_where_it_must(place: Place) -> None:
    done = processes.command(place.home, "prepare", settings=place.settings("schakel_desk"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "role", "words"),
    [
        ((), "schakel_desk", "Only the owner of the database"),
        (("--public", "schakel_desk"), "schakel", "different names"),
        (("--public", "Robert'); DROP"), "schakel", "no name for a role"),
        (("--public", "schakel"), "schakel", "owner of the database can't be"),
        (("--public", "mighty"), "schakel", "may do more than a door should"),
    ],
)
def test_what_is_refused_is_refused_in_one_sentence(
    place: Place, arguments: tuple[str, ...], role: str, words: str
) -> None:
    with place.open("schakel") as owner:
        owner.execute("DROP ROLE IF EXISTS mighty")
        owner.execute("CREATE ROLE mighty LOGIN BYPASSRLS")
    done = created(place, *arguments, role=role)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr


def test_sqlite_has_no_roles(prepared: Callable[..., Path]) -> None:
    done = processes.command(prepared(), "database", "roles")
    assert done.returncode == 1
    assert "PostgreSQL only" in done.stderr
