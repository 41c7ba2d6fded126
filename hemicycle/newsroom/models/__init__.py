"""What is published about the conference, and what it is held against."""

from hemicycle.newsroom.models.articles import (
    Article,
    Publication,
    PublicNote,
    ReleaseChange,
)
from hemicycle.newsroom.models.checks import CheckedText, FindingAnswer
from hemicycle.newsroom.models.people import (
    DatedOffice,
    NamedPerson,
    Spelling,
    Statement,
)

__all__ = [
    "Article",
    "CheckedText",
    "DatedOffice",
    "FindingAnswer",
    "NamedPerson",
    "PublicNote",
    "Publication",
    "ReleaseChange",
    "Spelling",
    "Statement",
]
