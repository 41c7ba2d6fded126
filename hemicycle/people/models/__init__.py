"""Who has an account, and how they show that it is theirs."""

from hemicycle.people.models.account import User, UserManager
from hemicycle.people.models.second_factor import (
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
)
from hemicycle.people.models.sign_in import Attempt, Link, SignInCode

__all__ = [
    "Attempt",
    "AuthenticatorApp",
    "Link",
    "Passkey",
    "RecoveryCode",
    "SignInCode",
    "User",
    "UserManager",
]
