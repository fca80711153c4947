"""Who may do what with the documents of a case, and what its state allows."""

from django.http import Http404

from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.cases.documents.models import Document
from schakel.cases.models import Case
from schakel.cases.plan.policies import check_may_plan
from schakel.cases.policies import NotPossible
from schakel.cases.queries import cases_for
from schakel.vault import records


def check_can_file(by: User, case: Case) -> None:
    """Raises NotAllowed unless this is their work, Http404 unless they see the case, NotPossible where it takes nothing more.

    Sending a file takes minutes: the case is one that the caller holds, not the one that the page began with.
    """
    check_may_plan(by)
    if not cases_for(by).filter(pk=case.pk).exists():
        raise Http404
    if case.closed_at is not None:
        raise NotPossible("De casus is gesloten. Heropen die eerst.")
    if records.is_destroyed(case.data_key):
        raise NotPossible("De inhoud van deze casus is vernietigd. Er kan niets meer bij.")


def check_is_kept(document: Document) -> None:
    """Raises NotPossible for what was set aside."""
    if document.set_aside_at is not None:
        raise NotPossible("Dit document is apart gelegd. Zet het eerst terug.")


def check_may_be_of_police(by: User, *, is_police: bool) -> None:
    """Raises NotPossible where somebody would put away what they may not see themselves."""
    if is_police and not by.may(Permission.POLICE_DATA):
        raise NotPossible("U mag geen gegevens van de politie inzien. Laat een procesregisseur dit document toevoegen.")
