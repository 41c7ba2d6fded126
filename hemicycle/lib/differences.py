"""Two versions of a text, compared in words."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

# A word with the space after it; a sign of a script that puts none between words; or
# whatever else stands alone.
_WORDS = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd]\s*"
    r"|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd]+\s*"
    r"|[^\w]",
)
MOST_WORDS = 4000
"""Of one changed part: beyond, it is told as taken out and put in."""


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    change: Change
    words: str


def compared(before: str, after: str) -> list[Piece]:
    """The pieces of both in reading order: those that are not REMOVED, joined, are
    `after`; those that are not ADDED are `before`.

    Lines first, then the words of the lines that differ, so that a long text with few
    changes takes milliseconds.
    """
    pieces: list[Piece] = []
    lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for change, old, new in _opcodes(*lines):
        if change == "equal":
            pieces.append(Piece(Change.SAME, old))
        else:
            pieces += _in_words(old, new)
    return _joined(pieces)


def _in_words(old: str, new: str) -> Iterator[Piece]:
    words = _WORDS.findall(old), _WORDS.findall(new)
    if len(words[0]) + len(words[1]) > MOST_WORDS:
        yield Piece(Change.REMOVED, old)
        yield Piece(Change.ADDED, new)
        return
    for change, was, now in _opcodes(*words):
        if change == "equal":
            yield Piece(Change.SAME, was)
        else:
            yield Piece(Change.REMOVED, was)
            yield Piece(Change.ADDED, now)


def _opcodes(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for change, i, j, k, m in matcher.get_opcodes():
        yield change, "".join(before[i:j]), "".join(after[k:m])


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.words:
            continue
        if joined and joined[-1].change == piece.change:
            joined[-1] = Piece(piece.change, joined[-1].words + piece.words)
        else:
            joined.append(piece)
    return joined
