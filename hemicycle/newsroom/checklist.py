"""What stands between an article and its release: errors stop it, warnings do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemicycle.lib import clock
from hemicycle.newsroom.models import Article
from hemicycle.newsroom.models.checks import checked_of
from hemicycle.newsroom.record_check import is_current
from hemicycle.newsroom.shown import contradicted_in_words, unconfirmed_in_words
from hemicycle.texts.models import Wording
from hemicycle.ui.formats import ENDONYMS


@dataclass(frozen=True)
class Finding:
    """One line of the checklist: in which language, what, and whether it stops."""

    code: str
    sentence: str | Promise
    language: str = ""
    is_error: bool = True

    def __str__(self) -> str:
        if not self.language:
            return str(self.sentence)
        endonym = ENDONYMS.get(self.language, self.language)
        return _now("%(language)s: %(sentence)s") % {
            "language": endonym,
            "sentence": self.sentence,
        }


def findings(article: Article, languages: Sequence[str]) -> list[Finding]:
    """Of an article that is to become public in these languages, errors first."""
    found = [*_of_the_article(article, languages)]
    wordings = [w for w in article.wordings if w.language in languages]
    for wording in wordings:
        found += _of_a_wording(wording)
    return sorted(found, key=lambda finding: not finding.is_error)


def errors(article: Article, languages: Sequence[str]) -> list[Finding]:
    return [each for each in findings(article, languages) if each.is_error]


def _of_the_article(article: Article, languages: Sequence[str]) -> Iterator[Finding]:
    if article.text.source not in languages:
        yield Finding(
            "without-source", _("The source language becomes public with the others.")
        )
    if unknown := set(languages) - {w.language for w in article.wordings}:
        for language in sorted(unknown):
            yield Finding("no-such-language", _("there is no text."), language)
    if (
        article.release_at
        and article.release_at <= clock.now()
        and article.published_at is None
    ):
        yield Finding(
            "time-is-over",
            _("The release time is over: choose another, or none to release by hand."),
        )


def _of_the_record(wording: Wording) -> Iterator[Finding]:
    """What the record contradicts must be repaired or kept with a reason."""
    language, checked = wording.language, checked_of(wording)
    if checked is None or not is_current(wording):
        yield Finding(
            "unchecked", _("the text is not held against the record yet."), language,
            is_error=False,
        )  # fmt: skip
    elif checked.problem:
        yield Finding(
            checked.problem, checked.get_problem_display(), language, is_error=False
        )
    else:
        if n := checked.contradicting:
            yield Finding("contradicted", contradicted_in_words(n), language)
        if n := checked.unconfirmed:
            yield Finding(
                "unconfirmed", unconfirmed_in_words(n), language, is_error=False
            )


def _of_a_wording(wording: Wording) -> Iterator[Finding]:
    language = wording.language
    if not wording.title:
        yield Finding("no-headline", _("the headline is missing."), language)
    if not wording.body:
        yield Finding("no-text", _("the text is missing."), language)
    if not wording.summary:
        yield Finding(
            "no-summary", _("the summary is missing."), language, is_error=False
        )
    if wording.title or wording.body:
        yield from _of_the_record(wording)
    if wording.is_unfinished:
        yield Finding("in-work", _("the translation is not finished."), language)
    elif wording.is_behind:
        yield Finding(
            "behind", _("the translation is behind its source."), language,
            is_error=False,
        )  # fmt: skip
    if wording.has_open_comments:
        yield Finding(
            "comments", _("comments are not resolved."), language, is_error=False
        )
