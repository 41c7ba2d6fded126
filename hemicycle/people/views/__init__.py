"""The pages of an account: getting in, the second factor, one's own settings."""

from hemicycle.people.views.account import (
    account,
    email,
    emails,
    language,
    sign_out,
    sign_out_everywhere,
)
from hemicycle.people.views.second_factor import (
    app,
    passkey_add,
    passkey_options,
    passkey_remove,
    passkeys,
    recovery_codes,
    second_factor,
    second_factor_options,
    second_factor_passkey,
)
from hemicycle.people.views.sign_in import (
    fresh,
    show_link,
    sign_in,
    sign_in_code,
    sign_in_options,
    sign_in_passkey,
)

__all__ = [
    "account",
    "app",
    "email",
    "emails",
    "fresh",
    "language",
    "passkey_add",
    "passkey_options",
    "passkey_remove",
    "passkeys",
    "recovery_codes",
    "second_factor",
    "second_factor_options",
    "second_factor_passkey",
    "show_link",
    "sign_in",
    "sign_in_code",
    "sign_in_options",
    "sign_in_passkey",
    "sign_out",
    "sign_out_everywhere",
]
