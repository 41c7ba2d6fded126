"""What is published about the conference, and what it is held against."""

from hemicycle.newsroom.models.articles import (
    Article,
    Publication,
    PublicNote,
    ReleaseChange,
)

__all__ = ["Article", "PublicNote", "Publication", "ReleaseChange"]
