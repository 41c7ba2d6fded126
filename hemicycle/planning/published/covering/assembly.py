"""Sessions in blocks of time, the languages spoken there, and the interpreters."""

from dataclasses import dataclass
from itertools import combinations

from hemicycle.planning.result import Malformed

Pair = tuple[str, str]
# Pairs of an interpreter and a block; beyond this the model would not fit 2 GB.
LARGEST = 3_000_000


@dataclass(frozen=True)
class Session:
    """`block` is an index into the assembly's blocks."""

    name: str
    block: int
    languages: frozenset[str]

    @property
    def pairs(self) -> list[Pair]:
        return list(combinations(sorted(self.languages), 2))


@dataclass(frozen=True)
class Interpreter:
    name: str
    languages: frozenset[str]

    @property
    def pairs(self) -> list[Pair]:
        return list(combinations(sorted(self.languages), 2))


@dataclass(frozen=True)
class Limits:
    """Most sessions of one interpreter, and most blocks in a row without a rest."""

    sessions: int = 15
    consecutive: int = 3


@dataclass(frozen=True)
class Assembly:
    """`blocks` follow each other; an interpreter serves one session in a block."""

    blocks: tuple[str, ...]
    sessions: tuple[Session, ...]
    interpreters: tuple[Interpreter, ...]

    def __post_init__(self) -> None:
        if len(self.blocks) * len(self.interpreters) > LARGEST:
            raise Malformed(
                f"{len(self.interpreters)} interpreters in {len(self.blocks)} blocks "
                f"are too many: at most {LARGEST:,} pairs of the two"
            )
        for things in (self.sessions, self.interpreters):
            if len({thing.name for thing in things}) < len(things):
                raise Malformed("two sessions or two interpreters share a name")
        for session in self.sessions:
            if not 0 <= session.block < len(self.blocks):
                raise Malformed(f"{session.name} is in block {session.block}")


@dataclass(frozen=True)
class Assignment:
    """One interpreter covers one pair of languages, both ways, in one session."""

    interpreter: str
    session: str
    languages: Pair
