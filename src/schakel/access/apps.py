"""Access as a Django app."""

from django.apps import AppConfig, apps


class AccessConfig(AppConfig):
    name = "schakel.access"

    def ready(self) -> None:
        """Sessions exist at the desk only: there, a closed account is signed out everywhere, and proposals are read."""
        if apps.is_installed("django.contrib.sessions"):
            from schakel.access import account_proposals, handover, sessions  # their models exist only now

            handover.register_session_ending(sessions.end_all)
            account_proposals.register()
