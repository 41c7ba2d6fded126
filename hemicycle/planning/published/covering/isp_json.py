"""The published format of the interpreter scheduling problem (ULB, 2025): JSON."""

from pathlib import Path
from typing import Any

from hemicycle.planning.published.covering.assembly import (
    Assembly,
    Interpreter,
    Session,
)
from hemicycle.planning.reading import Node, json_of
from hemicycle.planning.result import Malformed

FIELDS = frozenset(
    [
        "Blocks",
        "Sessions",
        "Sessions_b",
        "Interpreters",
        "Languages",
        "Languages_s",
        "Languages_i",
    ]
)


def read(path: Path) -> Assembly:
    """Raises Malformed with one line: file, place, what is expected there."""
    return assembly_of(path, json_of(path))


def assembly_of(path: Path, data: Any) -> Assembly:
    try:
        return parse(data)
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from None


def parse(data: Any) -> Assembly:
    node = Node(data)
    if not isinstance(data, dict):
        raise node.wants("one object")
    node.spelled(FIELDS)
    blocks = node.key("Blocks").names()
    sessions = node.key("Sessions").names()
    interpreters = node.key("Interpreters").names()
    languages = frozenset(node.key("Languages").names())
    block_of = blocks_of(node.key("Sessions_b"), blocks, sessions)
    spoken = known_names(node.key("Languages_s"), languages, "language of Languages")
    mastered = known_names(node.key("Languages_i"), languages, "language of Languages")
    for session in sessions:
        if session not in block_of:
            raise Malformed(f"Sessions_b: {session[:60]} is in no block of Sessions_b")
    return Assembly(
        tuple(blocks),
        tuple(
            Session(name, block_of[name], frozenset(spoken.get(name, [])))
            for name in sessions
        ),
        tuple(
            Interpreter(name, frozenset(mastered.get(name, [])))
            for name in interpreters
        ),
    )


def blocks_of(node: Node, blocks: list[str], sessions: list[str]) -> dict[str, int]:
    """The block of each session, as an index."""
    held = known_names(node, frozenset(sessions), "session of Sessions")
    for name in held.keys() - set(blocks):
        raise Malformed(f"Sessions_b: there is no block '{name[:60]}' in Blocks")
    block_of: dict[str, int] = {}
    for index, block in enumerate(blocks):
        for session in held.get(block, []):
            if session in block_of:
                raise Malformed(f"Sessions_b: {session[:60]} is in two blocks")
            block_of[session] = index
    return block_of


def known_names(
    node: Node, expected: frozenset[str], what: str
) -> dict[str, list[str]]:
    """Lists of names by name; each must be known."""
    lists = {}
    for name, each in node.members():
        lists[name] = each.names()
        for name_read in lists[name]:
            if name_read not in expected:
                raise Malformed(
                    f"{each.place}: expected a {what}, found '{name_read[:60]}'"
                )
    return lists


def as_json(assembly: Assembly) -> dict[str, Any]:
    """The assembly in the published format; reading it gives an equal assembly."""
    languages: set[str] = set()
    languages.update(*(session.languages for session in assembly.sessions))
    languages.update(*(person.languages for person in assembly.interpreters))
    return {
        "Blocks": list(assembly.blocks),
        "Sessions": [session.name for session in assembly.sessions],
        "Sessions_b": {
            block: [s.name for s in assembly.sessions if s.block == index]
            for index, block in enumerate(assembly.blocks)
        },
        "Interpreters": [interpreter.name for interpreter in assembly.interpreters],
        "Languages": sorted(languages),
        "Languages_s": {s.name: sorted(s.languages) for s in assembly.sessions},
        "Languages_i": {i.name: sorted(i.languages) for i in assembly.interpreters},
    }
