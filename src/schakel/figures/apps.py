"""Figures as a Django app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "schakel.figures"

    def ready(self) -> None:
        """A factsheet that waits for a second pair of eyes is decided on its own page."""
        from schakel.access import approvals
        from schakel.access.models import Proposal
        from schakel.figures.queries import proposal_in_words  # its models exist only now

        approvals.register(Proposal.Kind.FACTSHEET, approvals.Handling(proposal_in_words))
