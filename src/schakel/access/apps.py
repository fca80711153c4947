"""Access as a Django app."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "schakel.access"

    def ready(self) -> None:
        """Proposals about accounts are read at the desk only; the inbox stands in every database that has compartments."""
        post_migrate.connect(_make_inbox, sender=self)
        if apps.is_installed("schakel.signin"):
            from schakel.access import account_proposals  # its models exist only now

            account_proposals.register()


def _make_inbox(apps: Any, using: str, **_: Any) -> None:
    """The compartment that untriaged reports share: they point to it from their first insert. (`apps`: the tables there.)"""
    from schakel.access.models import INBOX_ID

    try:
        compartments = apps.get_model("access", "Compartment")
    except LookupError:  # the first step makes the tables of `core` alone
        return
    if using == DEFAULT_DB_ALIAS:
        compartments.objects.get_or_create(pk=INBOX_ID, defaults={"open_to": "triage"})
