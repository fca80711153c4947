"""Accounts as they stand now, held while something is decided about them."""

from schakel.access.models import User


def hold(*accounts: User | None) -> None:
    """Read these accounts anew and hold them until the end of the transaction: nobody closes or changes them meanwhile.

    Before any other row, or two people wait for each other; what only points at an account goes on.
    """
    rows = User.objects.select_for_update(no_key=True)
    for account in sorted(filter(None, accounts), key=lambda one: one.pk):
        account.refresh_from_db(from_queryset=rows)
