"""Disclosures as a Django app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "schakel.sharing"

    def ready(self) -> None:
        """The story of a case tells what was shared, and a joining stays once something was."""
        from schakel.cases.life import lineage, story
        from schakel.sharing.counts import how_much  # its models exist only now
        from schakel.sharing.story import happened

        story.MORE.append(happened)
        lineage.MORE.append(how_much)
