"""The demo's documents: in one case a decision in two versions, a lease and a letter that was made, in another a draft."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from schakel.access.models import User
from schakel.attachments.uploads import SealingHandler, Taken
from schakel.cases.documents.actions import filing, letters
from schakel.cases.documents.actions.filing import Described
from schakel.cases.documents.actions.letters import Written
from schakel.cases.documents.kinds import DocumentKind
from schakel.cases.documents.letters import shipped
from schakel.cases.life.involved import in_words, rows_of
from schakel.cases.models import Case
from schakel.cases.plan import contents
from schakel.core import time

_MARK = "DEMO - VERZONNEN"
_DECISION = f"{_MARK}\n\nBesluit\n\nDe gemeente kent bijzondere bijstand toe voor de inrichting van een kamer."
_LEASE = f"{_MARK}\n\nHuurovereenkomst\n\nKamer 4, 380 per maand, de eerste maand is betaald."


@transaction.atomic
def write(cases: Iterable[Case], staff: dict[str, User]) -> None:
    """Documents in the first open cases of both coordinators."""
    still_open = [case for case in cases if case.closed_at is None]
    of_tarik = next(case for case in still_open if case.coordinator == staff["tarik"])
    of_petra = next(case for case in still_open if case.coordinator == staff["petra"])
    _with_documents(of_tarik, staff["sanne"])
    _with_a_draft(of_petra)


def _with_documents(case: Case, colleague: User) -> None:
    by = case.coordinator
    victim = next(one for one in in_words(rows_of(case, by)) if one.is_victim)
    about = (str(victim.row.pk),)
    with time.travel(_ago(14)):
        said = Described(
            "Besluit over bijzondere bijstand", DocumentKind.DECISION, about, received_from="Gemeente, team inkomen"
        )
        decision = filing.add_document(case=case, said=said, taken=_arrived("besluit.txt", _DECISION), by=by)
    with time.travel(_ago(12)):
        corrected = _arrived("besluit-verbeterd.txt", f"{_DECISION}\n\nHet bedrag is verbeterd.")
        filing.add_version(document=decision, taken=corrected, by=colleague)
    with time.travel(_ago(9)):
        said = Described(
            "Huurovereenkomst", DocumentKind.FORM, about, received_from="De opvang", conditions="Niet doorgeven zonder overleg."
        )  # fmt: skip
        filing.add_document(case=case, said=said, taken=_arrived("huurovereenkomst.txt", _LEASE), by=by)
    with time.travel(_ago(5)):
        letter = letters.begin_letter(
            case=case, template=shipped()["veiligheidsafspraken"], person=victim, organisation="", by=by
        )
        known = contents.read(letter)
        agreed = "- U belt eerst de opvang.\n- U spreekt alleen af op een plek waar mensen zijn."
        body = known["body"].replace("{{ afspraken }}", agreed).replace("{{ naam }}", "u")
        told = Written(known["title"], known["recipient"], body)
        text = letters.write_letter(document=letter, said=told, revision=letter.revision, by=by)
        letters.make_letter(document=letter, text=text, by=by)


def _with_a_draft(case: Case) -> None:
    with time.travel(_ago(2)):
        victim = next(one for one in in_words(rows_of(case, case.coordinator)) if one.is_victim)
        letters.begin_letter(
            case=case, template=shipped()["informatieverzoek"], person=victim, organisation="", by=case.coordinator
        )


def _arrived(name: str, words: str) -> Taken:
    handler, content = SealingHandler(room=1), words.encode()
    handler.new_file("file", name, "text/plain", len(content))
    handler.receive_data_chunk(content, 0)
    handler.file_complete(len(content))
    return handler.taken[0]


def _ago(days: int) -> datetime:
    return time.start_of(time.today() - timedelta(days=days)) + timedelta(hours=11)
