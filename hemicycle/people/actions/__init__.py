"""Everything that happens to accounts. Each verb is one transaction and one entry."""

from hemicycle.people.actions.account import (
    account_of,
    choose_language,
    edit,
    end_sessions,
    step_in,
)
from hemicycle.people.actions.second_factor import (
    add_passkey,
    begin_app,
    confirm_app,
    demand_second_factor,
    drop_app,
    drop_passkey,
    lift_second_factor,
    make_recovery_codes,
    show_factor,
    show_passkey,
    take_factors_away,
    tell_of_reset_request,
)
from hemicycle.people.actions.sign_in import (
    ask_for_code,
    enter_code,
    forget_old,
    hash_of,
    make_link,
)

__all__ = [
    "account_of",
    "add_passkey",
    "ask_for_code",
    "begin_app",
    "choose_language",
    "confirm_app",
    "demand_second_factor",
    "drop_app",
    "drop_passkey",
    "edit",
    "end_sessions",
    "enter_code",
    "forget_old",
    "hash_of",
    "lift_second_factor",
    "make_link",
    "make_recovery_codes",
    "show_factor",
    "show_passkey",
    "step_in",
    "take_factors_away",
    "tell_of_reset_request",
]
