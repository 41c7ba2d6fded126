"""How many places a delegation has: rules that are data, read here."""

from collections.abc import Iterable, Sequence

from hemicycle.delegations.models import CapRule
from hemicycle.organisations.models import Organisation


def cap_for(organisation: Organisation, rules: Sequence[CapRule]) -> int:
    """Places a delegation may fill: the highest cap of the rules that fit, not the sum.

    No rule fits: 0. The 68th: 20; 40 with DGC association, consultative status or a
    home in Utah; 100 for an academic institution. Source: registration page of the 68th
    conference, un.org.
    """
    rule = rule_for(organisation, rules)
    return rule.cap if rule else 0


def rule_for(organisation: Organisation, rules: Iterable[CapRule]) -> CapRule | None:
    """The rule that gives the cap; its label is the delegation's reason."""
    standings = {standing.kind for standing in organisation.standings.all()}
    fitting = [rule for rule in rules if _fits(rule, organisation, standings)]
    return max(fitting, key=lambda rule: rule.cap, default=None)


def _fits(rule: CapRule, organisation: Organisation, standings: set[str]) -> bool:
    return (
        rule.kind in ("", organisation.kind)
        and (not rule.standing or rule.standing in standings)
        and rule.country in ("", organisation.country)
        and rule.subdivision.casefold() in ("", organisation.subdivision.casefold())
    )
