"""What the public reads, and how it changes. All in one transaction, or not at all."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.newsroom import policy, states
from hemicycle.newsroom.actions.prepare import (
    approved_words,
    changed,
    check_ready,
    check_reason,
    locked,
)
from hemicycle.newsroom.journal import Happened
from hemicycle.newsroom.models import Article, Publication, PublicNote
from hemicycle.people.models import User
from hemicycle.texts import actions as texts
from hemicycle.texts.models import Wording


@transaction.atomic
def release(article: Article, *, actor: User | None) -> Article:
    """It becomes public now, in all the languages that were approved together.

    Raises ValidationError: "wrong-state", "changed" if it is not what was approved.
    """
    stored = locked(article, states.RELEASE)
    if stored.approved != approved_words(stored):
        raise changed()
    now = clock.now()
    stored.state = states.RELEASE.target
    stored.published_at = now
    stored.number = None if stored.is_page else _next_number(stored)
    stored.save(update_fields=["state", "published_at", "number"])
    _publish(stored, _chosen(stored, stored.together))
    record(
        stored.conference, Happened.RELEASED, stored, actor=actor,
        languages=stored.together,
    )  # fmt: skip
    return stored


def release_due() -> int:
    """Every article whose second has come becomes public; each by itself, so that one
    that cannot does not hold back the others. How many."""
    due = list(
        Article.objects.due().order_by("release_at").values_list("pk", flat=True)
    )
    return each(due, _release_at_its_second)


def _release_at_its_second(key: str) -> bool:
    """Looked at again under the lock: it may have been taken back meanwhile."""
    article = Article.objects.due().select_for_update(of=("self",)).filter(pk=key)
    if (stored := article.first()) is None:
        return False
    release(stored, actor=None)
    return True


@transaction.atomic
def release_language(article: Article, language: str, *, actor: User) -> Publication:
    """A translation joins a public article.

    Raises ValidationError: "wrong-state", "already-public", "own" for who wrote it
    last, and the codes of the checklist's errors.
    """
    stored = locked(article, states.RELEASE_LANGUAGE)
    if stored.publications.filter(language=language).exists():
        raise ValidationError(
            _("The article is public in this language already."), code="already-public"
        )
    check_ready(stored, [stored.text.source, language])
    (wording,) = _chosen(stored, [language])
    if policy.wrote_last(actor, wording):
        raise ValidationError(
            _("Someone else releases it: you last edited this translation."),
            code="own",
        )
    texts.close(stored.text)
    (publication,) = _publish(stored, [wording])
    stored.together = sorted({*stored.together, language})
    stored.save(update_fields=["together"])
    record(
        stored.conference, Happened.RELEASED_LANGUAGE, stored, actor=actor,
        language=language,
    )  # fmt: skip
    return publication


@transaction.atomic
def correct(
    article: Article,
    *,
    words: Mapping[str, str],
    languages: Iterable[str],
    seen: str,
    actor: User,
) -> PublicNote:
    """The texts as they are now replace what is public in these languages. The
    correction says in public what was wrong and stays; the versions before keep their
    addresses.

    `seen` is `pending_words` of what was looked at. Raises ValidationError:
    "wrong-state", "no-words", "changed", "not-public" for a language that is not,
    "nothing-changed", and the codes of the checklist's errors.
    """
    stored = locked(article, states.CORRECT)
    chosen = _changed_texts(stored, languages, seen)
    note = _note(stored, PublicNote.Kind.CORRECTION, words, actor)
    texts.close(stored.text)
    _publish(stored, chosen, note)
    record(
        stored.conference, Happened.CORRECTED, stored, actor=actor, note=note,
        languages=sorted(wording.language for wording in chosen),
    )  # fmt: skip
    return note


@transaction.atomic
def reissue(
    article: Article, *, languages: Iterable[str], seen: str, actor: User
) -> list[Publication]:
    """The texts of a page as they are now replace what is public in these languages. A
    page is kept current: no correction is said.

    Raises ValidationError as `correct` does, and "own" for who last wrote any of them.
    """
    stored = locked(article, states.REISSUE)
    chosen = _changed_texts(stored, languages, seen)
    if any(policy.wrote_last(actor, wording) for wording in chosen):
        raise ValidationError(
            _("Someone else releases it: you last edited one of these texts."),
            code="own",
        )
    texts.close(stored.text)
    publications = _publish(stored, chosen)
    record(
        stored.conference, Happened.REISSUED, stored, actor=actor,
        languages=sorted(wording.language for wording in chosen),
    )  # fmt: skip
    return publications


@transaction.atomic
def notify(article: Article, *, words: Mapping[str, str], actor: User) -> PublicNote:
    """Say something in public about an article that is not wrong. No text changes.

    Raises ValidationError: "wrong-state", "no-words".
    """
    stored = locked(article, states.NOTIFY)
    note = _note(stored, PublicNote.Kind.NOTICE, words, actor)
    stored.conference.raise_publication()
    record(stored.conference, Happened.NOTIFIED, stored, actor=actor, note=note)
    return note


@transaction.atomic
def withdraw(
    article: Article, *, words: Mapping[str, str], reason: str, actor: User
) -> Article:
    """Every text of it is gone at once, also the versions before. Headline and source
    stay, with the public reason. `reason` is for the journal.

    Raises ValidationError: "wrong-state", "no-reason", "no-words".
    """
    stored = locked(article, states.WITHDRAW)
    check_reason(reason)
    _check_words(words)
    stored.state = states.WITHDRAW.target
    stored.withdrawn_at, stored.withdrawn_why = clock.now(), dict(words)
    stored.save(update_fields=["state", "withdrawn_at", "withdrawn_why"])
    stored.conference.raise_publication()
    record(stored.conference, Happened.WITHDREW, stored, actor=actor, reason=reason)
    return stored


def pending_words(article: Article) -> str:
    """Of the texts that a correction would publish: their revisions."""
    return " ".join(f"{w.language}:{w.number}" for w in article.wordings)


def changes_pending(article: Article) -> list[Wording]:
    """Languages whose text differs from what is public."""
    public = _current(article)
    return [
        wording
        for wording in article.wordings
        if wording.language in public and _differs(wording, public[wording.language])
    ]


def _current(article: Article) -> dict[str, Publication]:
    rows = article.publications.filter(is_current=True)
    return {publication.language: publication for publication in rows}


def _differs(wording: Wording, public: Publication) -> bool:
    said = (wording.title, wording.summary, wording.body)
    return said != (public.title, public.summary, public.body)


def _changed_texts(
    article: Article, languages: Iterable[str], seen: str
) -> list[Wording]:
    """Those that replace what is public, as they were seen and fit to be read."""
    if seen != pending_words(article):
        raise changed()
    public = _current(article)
    chosen = _chosen(article, languages)
    if any(wording.language not in public for wording in chosen):
        raise ValidationError(
            _("The article is not public in this language yet."), code="not-public"
        )
    if not any(_differs(wording, public[wording.language]) for wording in chosen):
        raise ValidationError(
            _("The text is the same as the public one. Edit it first."),
            code="nothing-changed",
        )
    check_ready(article, [article.text.source, *(w.language for w in chosen)])
    return chosen


def _chosen(article: Article, languages: Iterable[str]) -> list[Wording]:
    wanted = set(languages)
    return [wording for wording in article.wordings if wording.language in wanted]


def _publish(
    article: Article, wordings: Iterable[Wording], note: PublicNote | None = None
) -> list[Publication]:
    """These texts are what the public reads from now on."""
    now, public, rows = clock.now(), _current(article), []
    for wording in wordings:
        before = public.get(wording.language)
        publication = Publication(
            article=article, language=wording.language,
            number=before.number + 1 if before else 1, revision=wording.number,
            title=wording.title, summary=wording.summary, body=wording.body,
            at=now, note=note,
        )  # fmt: skip
        publication.index()
        if before:
            Publication.objects.filter(pk=before.pk).update(is_current=False)
        publication.save(force_insert=True)
        rows.append(publication)
    article.conference.raise_publication()
    return rows


def _note(
    article: Article, kind: str, words: Mapping[str, str], actor: User
) -> PublicNote:
    _check_words(words)
    last = article.notes.aggregate(last=Max("number"))["last"] or 0
    note = PublicNote(
        article=article, kind=kind, number=last + 1, words=dict(words),
        at=clock.now(), by=actor,
    )  # fmt: skip
    save_checked(note)
    return note


def _check_words(words: Mapping[str, str]) -> None:
    if not any(text.strip() for text in words.values()):
        raise ValidationError(
            {"words": ValidationError(
                _("Write what the public reads."), code="no-words"
            )}
        )  # fmt: skip


def _next_number(article: Article) -> int:
    """Two of one kind released at the same moment: the conference's row is locked by
    whoever is first, so that the numbers have no gap and no double."""
    type(article.conference).objects.select_for_update(of=("self",)).get(
        pk=article.conference_id
    )
    siblings = Article.objects.filter(
        conference=article.conference_id, kind=article.kind
    )
    last: int | None = siblings.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
