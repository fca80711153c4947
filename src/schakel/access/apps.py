"""Access as a Django app."""

from django.apps import AppConfig, apps


class AccessConfig(AppConfig):
    name = "schakel.access"

    def ready(self) -> None:
        """Proposals about accounts are read at the desk only."""
        if apps.is_installed("schakel.signin"):
            from schakel.access import account_proposals  # its models exist only now

            account_proposals.register()
