"""What can happen to a text. The room whose text it is asks first whether it may."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import Actor, record
from hemicycle.lib import clock
from hemicycle.texts.journal import Happened
from hemicycle.texts.models import LANGUAGES, Comment, Revision, Text, Wording

GOES_ON = timedelta(minutes=30)
"""For so long what a page saves by itself stays one revision."""


@transaction.atomic
def start(conference: models.Model, source: str, *, title: str, actor: Actor) -> Text:
    """A text begins in its source language, with a headline and nothing else.

    Raises ValidationError: code "unknown-language".
    """
    _check_language(source)
    text = Text.objects.create(conference_id=conference.pk, source=source)
    wording = Wording.objects.create(text=text, language=source)
    write(wording, title=title, summary="", body="", actor=actor)
    return text


@transaction.atomic
def write(
    wording: Wording,
    *,
    title: str,
    summary: str,
    body: str,
    is_minor: bool = False,
    by_itself: bool = False,
    restored_from: Revision | None = None,
    actor: Actor,
) -> Wording:
    """The text says this now; a revision keeps it.

    A revision that is not minor leaves the translations of a source behind it. What a
    page saves `by_itself` goes on with the same person's open revision and is minor
    only once they say so. Nothing changed: no revision. `wording` is changed in place.

    Raises ValidationError for what the fields refuse.
    """
    stored = _locked(wording)
    said = {"title": title.strip(), "summary": summary.strip(), "body": body.rstrip()}
    newest = stored.revisions.filter(number=stored.number).first()
    is_changed = newest is None or any(
        getattr(newest, name) != value for name, value in said.items()
    )
    if newest and not is_changed:
        if newest.is_open and not by_itself:
            newest.is_open, newest.is_minor = False, is_minor
            newest.save(update_fields=["is_open", "is_minor"])
        _copy(stored, wording)
        return wording
    for name, value in said.items():
        setattr(stored, name, value)
    stored.index()
    now = clock.now()
    goes_on = (
        newest is not None
        and newest.is_open
        and newest.by_id == (actor.pk if actor else None)
        and now - newest.at < GOES_ON
        and restored_from is None
    )
    if newest is None or not goes_on:
        stored.number += 1
        newest = Revision(wording=stored, number=stored.number, at=now, by=_user(actor))
        newest.restored_from = restored_from.number if restored_from else None
        record(
            stored.text.conference,
            Happened.RESTORED if restored_from else Happened.WROTE,
            stored,
            actor=actor,
            language=stored.language,
            revision=stored.number,
        )
    for name, value in said.items():
        setattr(newest, name, value)
    newest.is_open, newest.is_minor = by_itself, is_minor
    save_checked(stored, update_fields=[*said, "number", "search"])
    newest.save()
    _copy(stored, wording)
    return wording


@transaction.atomic
def restore(revision: Revision, *, actor: Actor) -> Wording:
    """The text says again what it said in this revision, as a new one."""
    return write(
        revision.wording,
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        restored_from=revision,
        actor=actor,
    )


@transaction.atomic
def add_language(text: Text, language: str, *, actor: Actor) -> Wording:
    """A translation into this language may be written. It begins empty.

    Raises ValidationError: codes "unknown-language", "language-exists".
    """
    _check_language(language)
    wording, is_new = Wording.objects.get_or_create(text=text, language=language)
    if not is_new:
        raise ValidationError(
            _("The text has this language already."), code="language-exists"
        )
    record(
        text.conference,
        Happened.ADDED_LANGUAGE,
        wording,
        actor=actor,
        language=language,
    )
    return wording


@transaction.atomic
def mark_translated(wording: Wording, *, reflects: int, actor: Actor) -> Wording:
    """The translation says what revision `reflects` of the source says: the one that
    its translator had before them, which may not be the newest.

    Raises ValidationError: codes "is-source", "empty", "no-such-revision".
    """
    stored = _locked(wording)
    if stored.is_source:
        raise ValidationError(_("This is the source itself."), code="is-source")
    if not (stored.title and stored.body):
        raise ValidationError(_("Write the headline and the text first."), code="empty")
    source = Wording.objects.get(text=stored.text_id, language=stored.text.source)
    if not 0 < reflects <= source.number:
        raise ValidationError(
            _("The source has no such revision."), code="no-such-revision"
        )
    # What was open is now said to be the translation.
    stored.revisions.filter(is_open=True).update(is_open=False)
    stored.reflects = reflects
    stored.save(update_fields=["reflects"])
    record(
        stored.text.conference,
        Happened.TRANSLATED,
        stored,
        actor=actor,
        language=stored.language,
        revision=stored.number,
        reflects=reflects,
    )
    _copy(stored, wording)
    return wording


@transaction.atomic
def comment(wording: Wording, words: str, *, actor: Actor) -> Comment:
    """Those who work on the text read it there. Raises ValidationError if it is empty
    or too long."""
    remark = Comment(wording=wording, words=words.strip(), by=_user(actor))
    save_checked(remark)
    record(wording.text.conference, Happened.COMMENTED, wording, actor=actor)
    return remark


@transaction.atomic
def resolve(comment: Comment, *, actor: Actor) -> Comment:
    """What the remark asked for is done. A second time changes nothing."""
    resolved_by = _user(actor)
    rows = Comment.objects.unresolved().filter(pk=comment.pk)
    if rows.update(resolved_by=resolved_by, resolved_at=clock.now()):
        wording = comment.wording
        record(wording.text.conference, Happened.RESOLVED, wording, actor=actor)
    comment.refresh_from_db()
    return comment


def close(text: Text) -> None:
    """What pages saved by themselves counts as saved by the people who wrote it."""
    Revision.objects.filter(wording__text=text, is_open=True).update(is_open=False)


def _user(actor: Actor) -> Any:
    """Whoever is signed in; the house itself is None."""
    return actor if actor and actor.is_authenticated else None


def _locked(wording: Wording) -> Wording:
    rows = Wording.objects.select_for_update(of=("self",)).select_related("text")
    stored: Wording = rows.get(pk=wording.pk)
    return stored


def _copy(stored: Wording, wording: Wording) -> None:
    """What a caller holds says what is stored."""
    for name in ("title", "summary", "body", "number", "reflects", "search"):
        setattr(wording, name, getattr(stored, name))
    for name in ("behind_since", "has_open_comments"):
        wording.__dict__.pop(name, None)


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise ValidationError(_("Choose a language."), code="unknown-language")
