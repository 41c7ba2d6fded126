"""An enquiry of the public, from the first question until it is erased."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import record
from hemicycle.journal.failures import each
from hemicycle.lib import clock
from hemicycle.lib.states import Verb
from hemicycle.people.models import User
from hemicycle.post.privacy import forget_about
from hemicycle.website import policy, states, wording
from hemicycle.website.journal import Happened
from hemicycle.website.models import Enquiry, Message

KEPT = timedelta(days=180)
"""How long a closed enquiry is kept."""
MOST_MESSAGES = 200


@transaction.atomic
def ask(
    conference: Conference,
    *,
    name: str,
    email: str,
    language: str,
    subject: str,
    words: str,
    actor: User | None,
) -> Enquiry:
    """A new thread. Its sender is mailed the link to its page, whoever that is.

    Raises ValidationError of the fields.
    """
    enquiry = Enquiry(
        conference=conference, name=name, email=email, language=language,
        subject=subject,
    )  # fmt: skip
    enquiry.index(words)
    save_checked(enquiry)
    _say(enquiry, words)
    wording.received(enquiry).send(send_key=f"website.received:{enquiry.pk}")
    record(conference, Happened.ASKED, enquiry, actor=actor, subject=subject)
    return enquiry


@transaction.atomic
def write_again(enquiry: Enquiry, *, words: str, actor: User) -> Message:
    """Its sender goes on; it awaits an answer again.

    Raises ValidationError: "wrong-state", "too-long" for an endless thread, and of the
    message.
    """
    stored = _locked(enquiry, states.WRITE_AGAIN)
    if stored.messages.count() >= MOST_MESSAGES:
        raise ValidationError(
            _("This enquiry has become very long. Please start a new one."),
            code="too-long",
        )
    message = _say(stored, words)
    if not stored.is_awaiting:
        _to(stored, states.WRITE_AGAIN.target)
    record(stored.conference, Happened.WROTE_AGAIN, stored, actor=actor)
    return message


@transaction.atomic
def assign(enquiry: Enquiry, *, to: User | None, actor: User) -> Enquiry:
    """A colleague works on it; without one, no one does.

    Raises ValidationError: "wrong-state", "not-theirs" for a colleague whose work its
    subject is not.
    """
    stored = _locked(enquiry, states.ASSIGN)
    if to is not None and not policy.can_answer(to, stored):
        raise ValidationError(
            {"assigned_to": ValidationError(
                _("This subject is not part of the work of %(name)s."),
                code="not-theirs", params={"name": str(to)},
            )}
        )  # fmt: skip
    stored.assigned_to = to
    stored.save(update_fields=["assigned_to"])
    verb = Happened.ASSIGNED_ENQUIRY if to else Happened.RELEASED_ENQUIRY
    record(stored.conference, verb, stored, actor=actor, to=to)
    return stored


@transaction.atomic
def move(enquiry: Enquiry, *, subject: str, actor: User) -> Enquiry:
    """It belongs to another subject, and to no one whose work that is not.

    Raises ValidationError: "wrong-state", and of the subject.
    """
    stored = _locked(enquiry, states.MOVE)
    stored.subject = subject
    if stored.assigned_to and not policy.can_answer(stored.assigned_to, stored):
        stored.assigned_to = None
    save_checked(stored, update_fields=["subject", "assigned_to"])
    record(stored.conference, Happened.MOVED, stored, actor=actor, subject=subject)
    return stored


@transaction.atomic
def answer(enquiry: Enquiry, *, words: str, seen: str, actor: User) -> Message:
    """Mail the answer, as it was `seen`. Who answers an enquiry of no one has it.

    Raises ValidationError: "wrong-state", "changed" also when the sender has written
    meanwhile, and of the message.
    """
    stored = _locked(enquiry, states.ANSWER)
    draft = wording.answered(stored, words)
    draft.check(seen)
    message = _say(stored, words, by=actor)
    draft.send(send_key=f"website.answered:{message.pk}", seen=seen)
    stored.assigned_to = stored.assigned_to or actor
    stored.save(update_fields=["assigned_to"])
    _to(stored, states.ANSWER.target)
    record(stored.conference, Happened.ANSWERED, stored, actor=actor)
    return message


@transaction.atomic
def close(enquiry: Enquiry, *, actor: User) -> Enquiry:
    """Nothing more is to be done. Raises ValidationError: "wrong-state"."""
    stored = _locked(enquiry, states.CLOSE)
    _to(stored, states.CLOSE.target)
    record(stored.conference, Happened.CLOSED, stored, actor=actor)
    return stored


@transaction.atomic
def reopen(enquiry: Enquiry, *, actor: User) -> Enquiry:
    """It awaits an answer again. Raises ValidationError: "wrong-state"."""
    stored = _locked(enquiry, states.REOPEN)
    _to(stored, states.REOPEN.target)
    record(stored.conference, Happened.REOPENED, stored, actor=actor)
    return stored


def erase_old() -> int:
    """Erase what was closed long ago, with its e-mails. How many."""
    old = Enquiry.objects.filter(
        state=Enquiry.State.CLOSED, since__lt=clock.now() - KEPT
    )
    return each(list(old.values_list("pk", flat=True)), _erase_one)


def _erase_one(key: str) -> bool:
    rows = Enquiry.objects.select_for_update(of=("self",)).filter(pk=key)
    enquiry = rows.filter(state=Enquiry.State.CLOSED).first()
    if enquiry is None:
        return False
    record(enquiry.conference, Happened.ERASED, enquiry, actor=None)
    erase(enquiry)
    return True


def erase(enquiry: Enquiry) -> None:
    """Thread, and what e-mails about it say. In the caller's transaction."""
    forget_about(enquiry)
    enquiry.delete()


def _say(enquiry: Enquiry, words: str, by: User | None = None) -> Message:
    message = Message(
        enquiry=enquiry, words=words.strip(), by=by, is_answer=by is not None
    )
    save_checked(message)
    return message


def _to(enquiry: Enquiry, state: str) -> None:
    enquiry.state, enquiry.since = state, clock.now()
    enquiry.save(update_fields=["state", "since"])


def _locked(enquiry: Enquiry, verb: Verb) -> Enquiry:
    """The row as it is now, until the transaction ends. Raises ValidationError:
    "wrong-state"."""
    rows = Enquiry.objects.select_for_update(of=("self",)).with_people()
    stored: Enquiry = rows.get(pk=enquiry.pk)
    if not verb.starts_from(stored):
        raise ValidationError(
            _("This is not possible while the enquiry is: %(state)s."),
            code="wrong-state",
            params={"state": stored.get_state_display()},
        )
    return stored
