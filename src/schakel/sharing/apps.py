"""Disclosures as a Django app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "schakel.sharing"

    def ready(self) -> None:
        """The story of a case tells what was shared and asked, a joining stays once something was; lists wait for partners."""
        from schakel.cases import worklists
        from schakel.cases.life import lineage, story
        from schakel.cases.plan import worklist
        from schakel.outbox.letters import WRITERS
        from schakel.outbox.texts import Kind
        from schakel.sharing.counts import how_much  # its models exist only now
        from schakel.sharing.referral import mailing, queries
        from schakel.sharing.referral import story as of_referrals
        from schakel.sharing.referral import worklist as days_of_referrals
        from schakel.sharing.story import happened

        story.MORE += [happened, of_referrals.happened]
        worklist.MORE.append(days_of_referrals.days)
        worklist.LATE.append(days_of_referrals.late_count)
        WRITERS[Kind.STILL_ASKED] = mailing.letter
        worklists.AT_PARTNER.append(queries.at_partner)
        lineage.MORE.append(how_much)
