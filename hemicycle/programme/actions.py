"""What can happen to the programme known so far. The public sees it at once."""

from django.db import transaction

from hemicycle.conferences.models import Conference
from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import record
from hemicycle.people.models import User
from hemicycle.programme.journal import Happened
from hemicycle.programme.models import Appearance, Session


@transaction.atomic
def add(session: Session, *, actor: User) -> Session:
    """A session becomes known. Raises ValidationError for what the fields refuse."""
    return _store(session, Happened.ADDED_SESSION, actor=actor)


@transaction.atomic
def change(session: Session, *, actor: User) -> Session:
    """Raises ValidationError for what the fields refuse."""
    return _store(session, Happened.CHANGED_SESSION, actor=actor)


@transaction.atomic
def remove(session: Session, *, actor: User) -> None:
    """Take a session out for good, with all its appearances."""
    _changed(session.conference, Happened.REMOVED_SESSION, session, actor=actor)
    session.delete()


@transaction.atomic
def add_appearance(appearance: Appearance, *, actor: User) -> Appearance:
    """Name who appears in a session. Raises ValidationError for what fields refuse."""
    save_checked(appearance)
    _changed(
        appearance.session.conference,
        Happened.ADDED_APPEARANCE,
        appearance,
        actor=actor,
    )
    return appearance


@transaction.atomic
def remove_appearance(appearance: Appearance, *, actor: User) -> None:
    """Remove who appears in a session."""
    _changed(
        appearance.session.conference,
        Happened.REMOVED_APPEARANCE,
        appearance,
        actor=actor,
    )
    appearance.delete()


def _store(session: Session, verb: Happened, *, actor: User) -> Session:
    save_checked(session)
    _changed(session.conference, verb, session, actor=actor)
    return session


def _changed(
    conference: Conference, verb: Happened, thing: Session | Appearance, *, actor: User
) -> None:
    conference.raise_publication()
    record(conference, verb, thing, actor=actor)
