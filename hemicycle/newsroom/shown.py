"""How articles and their languages are drawn: shapes and words of their states."""

from django.utils.translation import gettext as _

from hemicycle.newsroom.models import Article
from hemicycle.newsroom.models.checks import checked_of
from hemicycle.texts.models import Wording
from hemicycle.ui.formats import numbered

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


def contradicted_in_words(n: int) -> str:
    return numbered(
        "%(n)s finding contradicts the record",
        "%(n)s findings contradict the record",
        n,
    )


def unconfirmed_in_words(n: int) -> str:
    return numbered(
        "%(n)s finding cannot be confirmed", "%(n)s findings cannot be confirmed", n
    )


def check_in_words(wording: Wording) -> tuple[str, str]:
    """The shape and the words of a text's last check."""
    checked = checked_of(wording)
    if checked is None:
        return "plain", _("not checked yet")
    if checked.problem:
        return "wait", str(checked.get_problem_display())
    if checked.contradicting:
        return "stop", contradicted_in_words(checked.contradicting)
    if checked.unconfirmed:
        return "wait", unconfirmed_in_words(checked.unconfirmed)
    return "good", _("no open findings")
