"""The partner portal as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "schakel.portal"

    def ready(self) -> None:
        """The story of a case tells what partners did, and a disclosure shows what they asked of it."""
        from schakel.cases.life import story
        from schakel.portal import story as of_partners
        from schakel.portal.queries import conditions_in  # its models exist only now
        from schakel.sharing import supplied

        story.MORE.append(story.Source(of_partners.some, of_partners.happened))
        supplied.MORE.append(conditions_in)
