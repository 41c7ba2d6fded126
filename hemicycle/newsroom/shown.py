"""How articles and their languages are drawn: shapes and words of their states."""

from hemicycle.newsroom.models import Article
from hemicycle.texts.models import Wording

_KINDS = {
    Article.State.DRAFT: "plain",
    Article.State.IN_REVIEW: "wait",
    Article.State.APPROVED: "good",
    Article.State.SCHEDULED: "good",
    Article.State.PUBLISHED: "good",
    Article.State.WITHDRAWN: "stop",
    Article.State.DISCARDED: "plain",
}
_OF_WORDINGS = {
    Wording.State.SOURCE: "plain",
    Wording.State.UP_TO_DATE: "good",
    Wording.State.BEHIND: "wait",
    Wording.State.IN_WORK: "plain",
}


def state_kind(article: Article) -> str:
    return _KINDS[Article.State(article.state)]


def wording_kind(wording: Wording) -> str:
    return _OF_WORDINGS[wording.state]


def languages_in_words(article: Article) -> str:
    """Grouped by state: "EN FR · AR behind its source"."""
    groups: dict[str, list[str]] = {}
    for wording in article.wordings:
        is_open = wording.is_unfinished or wording.is_behind
        label = str(wording.state.label) if is_open else ""
        groups.setdefault(label, []).append(wording.language.upper())
    return " · ".join(
        " ".join([*codes, label]).strip() for label, codes in groups.items()
    )
