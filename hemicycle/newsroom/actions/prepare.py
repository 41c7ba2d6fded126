"""From a draft to an approved article. Nothing of it is public."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.lib.record import Record
from hemicycle.lib.states import Verb
from hemicycle.newsroom import checklist, record_check, states
from hemicycle.newsroom.journal import Happened
from hemicycle.newsroom.models import Article, FindingAnswer, ReleaseChange
from hemicycle.people.models import User
from hemicycle.texts import actions as texts
from hemicycle.texts.models import Revision, Wording

State = Article.State


@transaction.atomic
def begin(
    conference: Conference,
    *,
    kind: str,
    language: str,
    title: str,
    source: str = "",
    place: str = "",
    updates: Article | None = None,
    actor: User,
) -> Article:
    """A draft with a headline, in the language it is written in.

    A page of the site has its `place`, and is the only one there. With `updates`, it
    replaces that public article once it is public itself. Raises ValidationError of
    the fields, and "wrong-state" where that article is not public.
    """
    if updates is not None:
        updates = locked(updates, states.UPDATE)
    text = texts.start(conference, language, title=title, actor=actor)
    article = Article(
        conference=conference, text=text, kind=kind, place=place, source=source,
        updates=updates, created_by=actor,
    )  # fmt: skip
    save_checked(article)
    record(conference, Happened.STARTED, article, actor=actor, updates=updates)
    return article


@transaction.atomic
def describe(article: Article, *, kind: str, source: str, actor: User) -> Article:
    """Raises ValidationError of the fields, and "wrong-state"."""
    stored = locked(article, states.DESCRIBE)
    stored.kind, stored.source = kind, source
    save_checked(stored, update_fields=["kind", "source"])
    record(stored.conference, Happened.DESCRIBED, stored, actor=actor)
    return stored


def check_writable(article: Article, language: str) -> None:
    """Of a row that is locked. Raises ValidationError: "wrong-state", and "closed" for
    a language that is approved and not public yet."""
    check_state(article, states.WRITE)
    if not is_writable(article, language):
        raise ValidationError(
            _("This text is approved. Take the article back to edit it."), code="closed"
        )


def is_writable(article: Article, language: str) -> bool:
    """Whether the text may be written now: what an approval closed may not."""
    is_approved = states.TAKE_BACK.starts_from(article)
    return states.WRITE.starts_from(article) and not (
        is_approved and language in article.together
    )


@transaction.atomic
def restore(article: Article, revision: Revision, *, actor: User) -> Wording:
    """One of its texts says again what it said. Raises as `check_writable`."""
    stored = locked(article)
    check_writable(stored, revision.wording.language)
    wording = texts.restore(revision, actor=actor)
    check_as_saved(stored, wording)
    return wording


def check_as_saved(
    article: Article, wording: Wording, record: Record | None = None
) -> None:
    """Hold a text that was saved against the record."""
    wording.text = article.text
    record_check.store(record_check.proof_of(article, wording, record))


@transaction.atomic
def add_language(article: Article, language: str, *, actor: User) -> Wording:
    """A translation can be written. Raises ValidationError: "wrong-state", and those
    of `texts`."""
    stored = locked(article, states.WRITE)
    return texts.add_language(stored.text, language, actor=actor)


@transaction.atomic
def submit(article: Article, *, together: Sequence[str], actor: User) -> Article:
    """Ask a colleague to approve it, with the languages that become public together.

    Raises ValidationError: "wrong-state", and the codes of the checklist's errors.
    """
    stored = locked(article, states.SUBMIT)
    check_ready(stored, together)
    texts.close(stored.text)
    stored.state, stored.together = states.SUBMIT.target, sorted(together)
    stored.submitted_by, stored.submitted_at = actor, clock.now()
    stored.save(update_fields=["state", "together", "submitted_by", "submitted_at"])
    record(
        stored.conference, Happened.SUBMITTED, stored, actor=actor,
        languages=stored.together,
    )  # fmt: skip
    return stored


@transaction.atomic
def send_back(article: Article, *, reason: str, actor: User) -> Article:
    """Its writer reads why. Raises ValidationError: "wrong-state", "no-reason"."""
    stored = locked(article, states.RETURN)
    check_reason(reason)
    stored.state = states.RETURN.target
    stored.save(update_fields=["state"])
    record(stored.conference, Happened.RETURNED, stored, actor=actor, reason=reason)
    return stored


@transaction.atomic
def approve(article: Article, *, seen: str, actor: User) -> Article:
    """Agree that it becomes public as it was `seen`. With a release time it is
    scheduled. Its texts are closed from now on.

    Raises ValidationError: "wrong-state", "changed", "own" for who wrote or submitted
    it, and the codes of the checklist's errors.
    """
    stored = locked(article, states.APPROVE)
    if not states.APPROVE.may(actor, stored):
        raise ValidationError(
            _("Someone else approves it: you submitted or last edited this article."),
            code="own",
        )
    if seen != fingerprint_of(stored):
        raise changed()
    check_ready(stored, stored.together)
    texts.close(stored.text)
    stored.state = State.SCHEDULED if stored.release_at else State.APPROVED
    stored.approved_by, stored.approved_at = actor, clock.now()
    stored.approved = approved_words(stored)
    stored.save(update_fields=["state", "approved_by", "approved_at", "approved"])
    record(
        stored.conference, Happened.APPROVED, stored, actor=actor,
        languages=stored.together,
    )  # fmt: skip
    return stored


@transaction.atomic
def take_back(article: Article, *, reason: str, actor: User) -> Article:
    """It is a draft again, and needs approval again. It is not released meanwhile.

    Raises ValidationError: "wrong-state", "no-reason".
    """
    stored = locked(article, states.TAKE_BACK)
    check_reason(reason)
    stored.state = states.TAKE_BACK.target
    stored.approved_by = stored.approved_at = None
    stored.approved = ""
    stored.save(update_fields=["state", "approved_by", "approved_at", "approved"])
    record(stored.conference, Happened.TOOK_BACK, stored, actor=actor, reason=reason)
    return stored


@transaction.atomic
def plan(
    article: Article,
    *,
    release_at: datetime | None,
    zone: str,
    is_embargoed: bool,
    reason: str = "",
    actor: User,
) -> Article:
    """When it becomes public, in whose time, and whether the press has it already.

    A time that was set before is kept with the reason. An approved article is
    scheduled by it. Raises ValidationError: "wrong-state", "no-reason" when a time
    changes without one, "time-is-over", "no-time" for an approved one or an embargo
    without a time.
    """
    stored = locked(article)
    verb = states.SCHEDULE if states.SCHEDULE.starts_from(stored) else states.PLAN
    check_state(stored, verb)
    if release_at and release_at <= clock.now():
        raise ValidationError(
            {"release_at": ValidationError(
                _("Choose a moment that is not over."), code="time-is-over"
            )}
        )  # fmt: skip
    if release_at is None and (verb is states.SCHEDULE or is_embargoed):
        raise ValidationError(
            {"release_at": ValidationError(
                _("Choose when it is released."), code="no-time"
            )}
        )  # fmt: skip
    if stored.release_at and stored.release_at != release_at:
        check_reason(reason)
        ReleaseChange.objects.create(
            article=stored, was=stored.release_at, became=release_at,
            zone=stored.zone, reason=reason, by=actor,
        )  # fmt: skip
    if is_embargoed != stored.is_embargoed:
        stored.embargoed_from = clock.now() if is_embargoed else None
    stored.release_at, stored.release_zone = release_at, zone
    if verb is states.SCHEDULE:
        stored.state = verb.target
    save_checked(
        stored, update_fields=["state", "release_at", "release_zone", "embargoed_from"]
    )
    record(
        stored.conference, Happened.PLANNED, stored, actor=actor, reason=reason,
        release_at=release_at.isoformat() if release_at else None,
    )  # fmt: skip
    return stored


@transaction.atomic
def discard(article: Article, *, actor: User) -> Article:
    """It was never public; it stays on record.

    Raises ValidationError: "wrong-state".
    """
    stored = locked(article, states.DISCARD)
    stored.state = states.DISCARD.target
    stored.save(update_fields=["state"])
    record(stored.conference, Happened.DISCARDED, stored, actor=actor)
    return stored


def locked(article: Article, verb: Verb | None = None) -> Article:
    """The row as it is now, with its texts, until the transaction ends. Raises
    ValidationError: "wrong-state"."""
    list(Article.objects.select_for_update(of=("self",)).filter(pk=article.pk))
    stored: Article = Article.objects.with_texts().get(pk=article.pk)
    if verb:
        check_state(stored, verb)
    return stored


def check_state(article: Article, verb: Verb) -> None:
    """Raises ValidationError: code "wrong-state"."""
    if not verb.starts_from(article):
        raise ValidationError(
            _("This is not possible while the article is: %(state)s."),
            code="wrong-state",
            params={"state": article.get_state_display()},
        )


def check_reason(reason: str) -> None:
    """Raises ValidationError: code "no-reason"."""
    if not reason.strip():
        raise ValidationError(
            {"reason": ValidationError(_("Write the reason."), code="no-reason")}
        )


def check_ready(article: Article, languages: Sequence[str]) -> None:
    """Of the texts as they are held against the record now. Raises ValidationError with
    every error of the checklist."""
    record_check.refresh(article, languages)
    if found := checklist.errors(article, languages):
        raise ValidationError(
            [ValidationError(str(each), code=each.code) for each in found]
        )


def fingerprint_of(article: Article) -> str:
    """Of all that a person sees who approves it: the words, what was kept against the
    record, and when it is released."""
    when = article.release_at.isoformat() if article.release_at else ""
    kept = kept_against_the_record(article).values_list("key", "because")
    return _digest(
        [approved_words(article), when, article.release_zone, sorted(map(list, kept))]
    )


def kept_against_the_record(article: Article) -> QuerySet[FindingAnswer]:
    """What stays in the texts although the record says otherwise, and why."""
    return FindingAnswer.objects.kept().filter(wording__text=article.text_id)


def approved_words(article: Article) -> str:
    """Of what becomes public: the revisions of its languages, its kind and source."""
    revisions = [
        (wording.language, wording.number)
        for wording in article.wordings
        if wording.language in article.together
    ]
    return _digest([article.kind, article.source, sorted(revisions)])


def changed() -> ValidationError:
    """The refusal of what is no longer as it was seen or approved."""
    return ValidationError(
        _("The article was changed since you opened it. Read it again."), code="changed"
    )


def _digest(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
