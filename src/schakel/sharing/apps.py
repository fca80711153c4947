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
        from schakel.sharing import story as of_disclosures
        from schakel.sharing.counts import how_much  # its models exist only now
        from schakel.sharing.referral import mailing, queries
        from schakel.sharing.referral import story as of_referrals
        from schakel.sharing.referral import worklist as days_of_referrals

        story.MORE += [story.Source(one.some, one.happened) for one in (of_disclosures, of_referrals)]
        worklist.MORE.append(worklist.OtherDays(days_of_referrals.days, days_of_referrals.some, days_of_referrals.late))
        WRITERS[Kind.STILL_ASKED] = mailing.letter
        worklists.AT_PARTNER.append(queries.at_partner)
        lineage.MORE.append(how_much)
