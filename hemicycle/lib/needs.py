"""What of a room waits for somebody: a line of the desk."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """So many things (`count`; those of none are not shown) that wait, in words that
    follow the number, and the page that lists them. `is_trouble`: something went wrong,
    rather than waits its turn."""

    count: int
    words: str
    href: str
    is_trouble: bool = False
