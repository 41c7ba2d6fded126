"""What can happen to a thing, as data: from which states, to which, and by whom.

Each room declares its verbs in its `states.py`. Pages ask them what to offer, actions
what to refuse, tests walk them, and docs/states.md is drawn from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Thing:
    """What has states, in the order of its life, and how to ask it for its state."""

    name: str
    states: tuple[str, ...]
    state_of: Callable[[Any], str]


@dataclass(frozen=True)
class Actor:
    """Who may do something. `acts(user, thing)` looks at no state."""

    name: str
    acts: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Verb:
    """One verb. `starts` is empty for one that makes the thing, `leads_to` for one that
    leaves the state as it is. `by` is asked in its order: who asks the database least,
    first. `emails` says for each template who reads it."""

    thing: Thing
    name: str
    starts: frozenset[str]
    leads_to: frozenset[str]
    by: tuple[Actor, ...]
    follows: str
    address: str = ""
    emails: Mapping[str, str] = field(default_factory=dict)

    def starts_from(self, thing: Any) -> bool:
        return self.thing.state_of(thing) in self.starts

    def may(self, user: Any, thing: Any) -> bool:
        """Whether this person may do it at all, in whatever state the thing is."""
        return any(actor.acts(user, thing) for actor in self.by)

    def is_open_to(self, user: Any, thing: Any) -> bool:
        """Whether a page offers it to this person now."""
        return self.starts_from(thing) and self.may(user, thing)

    @property
    def target(self) -> str:
        """The one state it leads to."""
        (state,) = self.leads_to
        return state


def open_to(verbs: Iterable[Verb], user: Any, thing: Any) -> set[str]:
    """The names of those among `verbs` that a page offers to this person now."""
    return {verb.name for verb in verbs if verb.is_open_to(user, thing)}


def drawn(verbs: Iterable[Verb]) -> str:
    """The tables of these verbs in Markdown, one for each thing."""
    by_thing: dict[str, list[Verb]] = {}
    for verb in verbs:
        by_thing.setdefault(verb.thing.name, []).append(verb)
    return "\n".join(line for rows in by_thing.values() for line in _table(rows))


def _table(verbs: list[Verb]) -> Iterator[str]:
    thing = verbs[0].thing
    yield f"## {thing.name}\n"
    yield f"States: {', '.join(thing.states)}.\n"
    yield "| verb | from | to | who | what follows | who is told |"
    yield "|---|---|---|---|---|---|"
    for verb in verbs:
        readers = "; ".join(f"{who} (`{name}`)" for name, who in verb.emails.items())
        cells = (
            verb.name,
            _in_order(thing, verb.starts) or "new",
            _in_order(thing, verb.leads_to) or "stays",
            "; ".join(actor.name for actor in verb.by),
            verb.follows,
            readers or "no one",
        )
        yield f"| {' | '.join(cells)} |"
    yield "\n### Which verb starts in which state\n"
    yield f"| verb | {' | '.join(thing.states)} |"
    yield f"|---|{'---|' * len(thing.states)}"
    for verb in verbs:
        if verb.starts:
            marks = ["x" if state in verb.starts else "" for state in thing.states]
            yield f"| {verb.name} | {' | '.join(marks)} |"
    yield ""


def _in_order(thing: Thing, states: frozenset[str]) -> str:
    return ", ".join(state for state in thing.states if state in states)
