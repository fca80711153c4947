"""Disclosures as a Django app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "schakel.sharing"

    def ready(self) -> None:
        """The story of a case tells what was shared."""
        from schakel.cases.life.story import MORE
        from schakel.sharing.story import happened  # its models exist only now

        MORE.append(happened)
