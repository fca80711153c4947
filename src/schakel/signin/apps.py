"""Signing in as a Django app; installed at the desk only."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "schakel.signin"

    def ready(self) -> None:
        """What access asks of sessions and factors when an account changes hands, and what the worker cleans up."""
        from schakel.access import handover
        from schakel.core import schedule
        from schakel.signin import proposals, queries
        from schakel.signin.actions import attempts, factors, sessions

        handover.register_session_ending(sessions.end_all)
        handover.register_second_factor_reset(factors.remove_all)
        handover.register_factor_holders(queries.factor_holders)
        proposals.register()
        schedule.every(60, "signin.forget_sessions")(sessions.forget_expired)
        schedule.every(3_600, "signin.forget_attempts")(attempts.forget_old)
