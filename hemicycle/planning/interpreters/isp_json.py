"""The published format of the interpreter scheduling problem (ULB, 2025): JSON."""

import json
from pathlib import Path
from typing import Any

from hemicycle.planning.interpreters.assembly import Assembly, Interpreter, Session
from hemicycle.planning.result import Malformed

LARGEST_FILE = 100_000_000  # bytes


def read(path: Path) -> Assembly:
    """Raises Malformed with one line that names what is wrong."""
    if path.stat().st_size > LARGEST_FILE:
        raise Malformed(f"{path.name} is larger than {LARGEST_FILE:,} bytes")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{path.name} is not JSON: {error}") from error
    try:
        return parse(found)
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from error


def parse(found: Any) -> Assembly:
    if not isinstance(found, dict):
        raise Malformed("expected one JSON object")
    blocks = names(found, "Blocks")
    sessions = names(found, "Sessions")
    interpreters = names(found, "Interpreters")
    known = set(names(found, "Languages"))
    block_of: dict[str, int] = {}
    held = lists(found, "Sessions_b")
    for index, block in enumerate(blocks):
        for session in held.get(block, []):
            if session in block_of:
                raise Malformed(f"{session} is in two blocks")
            block_of[session] = index
    spoken, mastered = lists(found, "Languages_s"), lists(found, "Languages_i")
    for field, lists_of in (("Languages_s", spoken), ("Languages_i", mastered)):
        for name, languages in lists_of.items():
            unknown = set(languages) - known
            if unknown:
                raise Malformed(f"{field}, {name}: unknown {sorted(unknown)[0]}")
    for session in sessions:
        if session not in block_of:
            raise Malformed(f"{session} is in no block of Sessions_b")
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


def names(found: dict[str, Any], field: str) -> list[str]:
    value = found.get(field)
    if value is None:
        raise Malformed(f"{field} is missing")
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Malformed(f"{field} is not a list of names")
    if len(set(value)) < len(value):
        raise Malformed(f"{field} holds a name twice")
    return value


def lists(found: dict[str, Any], field: str) -> dict[str, list[str]]:
    value = found.get(field)
    if not isinstance(value, dict):
        raise Malformed(f"{field} is missing or not an object")
    return {name: names(value, name) for name in value}


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
