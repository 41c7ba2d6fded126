"""What some roles may do, declared once: the checks ask it, the page of roles shows it.

Rooms below `conferences` declare with this alone; `conferences.policy.Right` knows more
of roles.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, init=False)
class Declared:
    """`words` are the deed, for the page "What each role may do"; `hats` are those who
    may, besides the chief, who may do everything."""

    words: Any  # text, lazily translated
    hats: tuple[str, ...]

    def __init__(self, words: Any, *hats: str) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "hats", hats)

    def __call__(self, user: Any, conference: Any) -> bool:
        """Whether a role for the whole conference gives it to this person. The
        conference, of whatever class, is asked for its roles."""
        return bool(conference.roles.worn_by(user.pk, *self.hats).exists())
