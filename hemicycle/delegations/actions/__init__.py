"""Everything that can happen to a delegation or a registration, by verb."""

from hemicycle.delegations.actions import (
    confirm,
    nominate,
    open,
    register,
    substitute,
    withdraw,
)

__all__ = ["confirm", "nominate", "open", "register", "substitute", "withdraw"]
