"""What people change about their account, and how their sessions end."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from hemicycle.fields.checked import save_checked
from hemicycle.fields.writes import update
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people import sessions
from hemicycle.people.journal import Happened
from hemicycle.people.models import User


def account_of(
    email: str, *, name: str = "", language: str = "en", actor: User | None = None
) -> User:
    """The account of an address, made if there is none; however many ask at once, it
    is one. Only a new account takes the name and the language.

    `actor` is who makes it for another person; else people make their own.
    """
    user = User.objects.of_address(email)
    if user is not None:
        return user
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=name, language=language)
            record(None, Happened.CREATED_ACCOUNT, user, actor=actor or user)
            return user
    except IntegrityError:  # made by another request a moment ago
        return User.objects.get_by_natural_key(email)


def note_sign_in(user: User) -> None:
    """When an account was used last. Part of the verb that signs in, which has the
    entry: Django's own signal would write to disk once more."""
    user.last_login = clock.real_now()
    update(user, {"last_login"})


@transaction.atomic
def edit(user: User, *, name: str, language: str, time_zone: str, actor: User) -> User:
    """Change how pages and e-mails address a person, and in which language."""
    user.name, user.language, user.time_zone = name, language, time_zone
    save_checked(user, update_fields=["name", "language", "time_zone"])
    record(None, Happened.CHANGED_ACCOUNT, user, actor=actor)
    return user


@transaction.atomic
def choose_language(user: User, *, language: str, actor: User) -> User:
    """Pages and e-mails come in this language from now on."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
        record(None, Happened.CHOSE_LANGUAGE, user, actor=actor, language=language)
    return user


@transaction.atomic
def end_sessions(user: User, *, actor: User | None) -> None:
    """Sign the person out in every browser, at its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    record(None, Happened.ENDED_SESSIONS, user, actor=actor)


def step_in(request: HttpRequest, user: User) -> None:
    """Sign this browser in as somebody of the demonstration, second factor included.

    Raises PermissionDenied outside the demonstration, where nobody may do that.
    """
    if not settings.IS_DEMO:
        raise PermissionDenied
    note_sign_in(user)
    sessions.begin(request, user, with_factor=True)
