"""Writing accounts, compartments and grants: one verb each, recorded."""

from schakel.access.actions.accounts import (
    SECOND_FACTOR_RESET,
    Invited,
    accept_invitation,
    approve_invitation,
    create_account,
    deactivate,
    invitation_for,
    invite,
    invite_to_new_password,
    propose_second_factor_reset,
    reset_second_factor,
    withdraw_invitation,
)
from schakel.access.actions.role_changes import approve_role, change_role
from schakel.access.actions.sight import (
    break_glass,
    end_exclusion,
    end_participation,
    exclude,
    grant,
    let_participate,
    let_stand_in,
    open_compartment,
    review_break_glass,
)

__all__ = [
    "SECOND_FACTOR_RESET",
    "Invited",
    "accept_invitation",
    "approve_invitation",
    "approve_role",
    "break_glass",
    "change_role",
    "create_account",
    "deactivate",
    "end_exclusion",
    "end_participation",
    "exclude",
    "grant",
    "invitation_for",
    "invite",
    "invite_to_new_password",
    "let_participate",
    "let_stand_in",
    "open_compartment",
    "propose_second_factor_reset",
    "reset_second_factor",
    "review_break_glass",
    "withdraw_invitation",
]
