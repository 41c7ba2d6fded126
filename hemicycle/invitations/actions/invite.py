"""Inviting organisations: prepared, previewed, sent; in bulk by two people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Category, Conference, Signatory
from hemicycle.fields.checked import save_checked
from hemicycle.fields.writes import insert_many
from hemicycle.files import actions as files
from hemicycle.files.models import StoredFile
from hemicycle.invitations import states, wording
from hemicycle.invitations.journal import Happened
from hemicycle.invitations.models import Invitation, Sending, SendingItem
from hemicycle.jobs import actions as jobs
from hemicycle.jobs.kinds import Done
from hemicycle.journal.actions import record, record_many
from hemicycle.journal.failures import failing
from hemicycle.lib import clock
from hemicycle.organisations.actions import add_many
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, changed, fingerprint_of
from hemicycle.seconding import actions as seconding


@transaction.atomic
def prepare_invitation(
    organisation: Organisation,
    *,
    conference: Conference,
    signatory: Signatory,
    addressee: str,
    email: str,
    language: str = "en",
    category: Category | None = None,
    cap: int | None = None,
    actor: User,
) -> Invitation:
    """Write an invitation down. Nothing leaves before its letter was previewed.

    Raises ValidationError: code "unique_together" or the like for a second invitation
    of the same organisation, "other-conference" for a signatory of another conference,
    "no-places" for a cap of 0.
    """
    _check_belongs(conference, signatory, category)
    _check_places(cap)
    invitation = Invitation(
        conference=conference,
        organisation=organisation,
        signatory=signatory,
        addressee=addressee,
        email=email,
        language=language,
        category=category,
        cap=cap,
    )
    save_checked(invitation)
    record(conference, Happened.PREPARED, invitation, actor=actor)
    return invitation


@dataclass
class Invitee:
    """One organisation to invite, as a table names it."""

    organisation: str
    country: str
    kind: str
    acronym: str
    addressee: str
    email: str
    language: str
    signatory: Signatory
    category: Category | None
    places: int | None
    organisation_id: str = ""
    """The organisation on record that this is; empty for a new one."""


@transaction.atomic
def prepare_invitations(
    conference: Conference, invitees: Sequence[Invitee], *, actor: User
) -> None:
    """Write an invitation down for each; organisations not known yet are added.

    All or nothing. Raises ValidationError: code "invited" when an organisation was
    invited meanwhile, "listed" when one was added meanwhile, "other-conference".
    """
    for signatory, category in {(i.signatory, i.category) for i in invitees}:
        _check_belongs(conference, signatory, category)
    organisations = {
        place: Organisation(
            name=invitee.organisation,
            country=invitee.country,
            kind=invitee.kind,
            acronym=invitee.acronym,
        )
        for place, invitee in enumerate(invitees)
        if not invitee.organisation_id
    }
    add_many(conference, list(organisations.values()), actor=actor)
    prepared = [
        Invitation(
            conference=conference,
            organisation_id=invitee.organisation_id or organisations[place].pk,
            signatory=invitee.signatory,
            addressee=invitee.addressee,
            email=invitee.email,
            language=invitee.language,
            category=invitee.category,
            cap=invitee.places,
        )
        for place, invitee in enumerate(invitees)
    ]
    try:
        with transaction.atomic():
            insert_many(prepared)
    except IntegrityError:
        raise ValidationError(
            _("One of these organisations was invited meanwhile. Check the rows."),
            code="invited",
        ) from None
    record_many(conference, Happened.PREPARED, prepared, actor=actor)


@transaction.atomic
def change_invitation(
    invitation: Invitation,
    *,
    signatory: Signatory,
    addressee: str,
    email: str,
    language: str,
    category: Category | None,
    cap: int | None,
    actor: User,
) -> Invitation:
    """Correct an invitation that has not left. Raises ValidationError: code "left"."""
    invitation = _locked(invitation)
    if not states.CHANGE.starts_from(invitation):
        raise ValidationError(_("This invitation was sent already."), code="left")
    _check_belongs(invitation.conference, signatory, category)
    _check_places(cap)
    invitation.signatory, invitation.category = signatory, category
    invitation.addressee, invitation.email = addressee, email
    invitation.language, invitation.cap = language, cap
    save_checked(invitation)
    record(invitation.conference, Happened.CHANGED, invitation, actor=actor)
    return invitation


@transaction.atomic
def send_invitation(invitation: Invitation, *, seen: str, actor: User) -> Invitation:
    """Send one invitation, exactly as previewed. A worker makes its PDF.

    Raises ValidationError: "not-prepared", "in-a-sending", "changed" when it is no
    longer the one whose fingerprint is `seen`, "no-places", "invalid" for no e-mail
    address.
    """
    invitation = _locked(invitation)
    if SendingItem.objects.under_way().filter(invitation=invitation).exists():
        raise ValidationError(
            _("This invitation is part of a bulk sending."), code="in-a-sending"
        )
    sending = Sending(conference=invitation.conference)
    item = SendingItem(sending=sending, invitation=invitation, fingerprint=seen)
    seconding.do_alone(sending, item, _send, actor=actor)
    ask_for_letters()
    return invitation


@transaction.atomic
def submit_sending(
    conference: Conference, *, drafts: Sequence[Draft], seen: str, actor: User
) -> Sending:
    """Submit prepared invitations for approval: nothing is sent yet.

    `drafts` are their e-mails, made before any transaction. Raises ValidationError:
    "nothing" without any; "changed" when they are not those whose fingerprint is
    `seen`, or one of them was sent or put into another sending meanwhile.
    """
    if not drafts:
        raise ValidationError(_("No invitation is prepared."), code="nothing")
    invitations = invitations_of(drafts)
    keys = [invitation.pk for invitation in invitations]
    free = conference.invitations.unsent_alone().filter(pk__in=keys)
    if len(free.select_for_update(of=("self",))) != len(keys):
        raise changed()
    sending = Sending(conference=conference)
    items = [
        SendingItem(sending=sending, invitation=each, fingerprint=draft.fingerprint)
        for draft, each in zip(drafts, invitations, strict=True)
    ]
    now = fingerprint_of(drafts)
    return seconding.submit(sending, items=items, seen=seen, now=now, actor=actor)


def drafts_of(invitations: Iterable[Invitation]) -> list[Draft]:
    """Their e-mails as of now. What hangs on the conference is read once for all."""
    return [wording.draft(each) for each in wording.together(invitations)]


def drafts_of_sending(sending: Sending) -> list[Draft]:
    """Those of a pending sending that can still be sent."""
    keys = sending.items.values("invitation")
    prepared = Invitation.objects.prepared().filter(pk__in=keys)
    return drafts_of(prepared.for_letter().order_by("organisation__name", "pk"))


def invitations_of(drafts: Iterable[Draft]) -> list[Invitation]:
    """What these e-mails are about."""
    return [cast(Invitation, draft.thing) for draft in drafts]


@transaction.atomic
def withdraw_invitation(
    invitation: Invitation, *, reason: str, seen: str = "", actor: User
) -> Invitation:
    """Take an invitation back. Its code verifies as withdrawn from now on.

    The addressee of one that was sent is notified, in the e-mail whose fingerprint is
    `seen` (see `wording.withdrawal`). A delegation that has accepted stays; refuse or
    withdraw its people. Raises ValidationError: "answered", "reason-missing",
    "changed".
    """
    invitation = _locked(invitation)
    was_sent = invitation.is_unanswered
    if not states.WITHDRAW.starts_from(invitation):
        raise ValidationError(
            _("This invitation was answered or withdrawn already."), code="answered"
        )
    if was_sent and not reason.strip():
        raise ValidationError(
            {"reason": ValidationError(_("Enter the reason."), code="reason-missing")}
        )
    draft = wording.withdrawal(invitation, reason)
    if was_sent:
        draft.check(seen)
    invitation.state = states.WITHDRAW.target
    invitation.withdrawn_reason = reason
    invitation.save(update_fields=["state", "withdrawn_reason"])
    record(
        invitation.conference,
        Happened.WITHDREW,
        invitation,
        actor=actor,
        reason=reason,
    )
    if was_sent:
        draft.send(send_key=f"invitation-withdrawn:{invitation.pk}")
    return invitation


def invitation_document(invitation: Invitation) -> StoredFile:
    """The letter as PDF, made now when no worker has made it yet. Not in a transaction.

    Raises PdfError.
    """
    if invitation.document is not None:
        return invitation.document
    content = wording.render(invitation)
    stored = files.store(
        content,
        conference=invitation.conference,
        owner=None,
        purpose="invitation",
        name=f"{invitation.conference.slug}-{invitation.code[:8]}.pdf",
        content_type="application/pdf",
        actor=None,
    )
    first = Invitation.objects.filter(pk=invitation.pk, document=None)
    if not first.update(document=stored):
        files.erase(stored, actor=None)
        invitation.refresh_from_db(fields=["document"])
        assert invitation.document is not None
        return invitation.document
    invitation.document = stored
    return stored


def letters_to_make() -> QuerySet[Invitation, str]:
    """The keys of invitations that have left and whose PDF is missing, apart from those
    that could not be made."""
    missing = Invitation.objects.filter(document=None, sent_at__isnull=False)
    missing = missing.exclude(pk__in=failing(make_letter)).order_by("sent_at", "pk")
    return missing.values_list("pk", flat=True)


def ask_for_letters() -> int:
    """Have the PDFs made that are missing: a job, where there is any. How many.

    Also for the schedule, which so finds what any other way was lost.
    """
    missing = letters_to_make().count()
    if missing:
        jobs.ask(
            "invitations.make_letters",
            conference=None,
            total=missing,
            key="all",
            actor=None,
        )
    return missing


def make_letter(key: str) -> None:
    """Make one PDF, unless somebody made it meanwhile. Raises PdfError."""
    invitation_document(Invitation.objects.for_letter().get(pk=key))


@dataclass(frozen=True)
class Chunk:
    """The items of a sending that are sent next, and their e-mails, rendered."""

    items: Sequence[SendingItem]
    drafts: Mapping[str, Draft]


def next_chunk(sending: Sending) -> Chunk | None:
    """Read and rendered before its transaction; None when nothing is left."""
    items = seconding.next_items(sending)
    if not items:
        return None
    keys = [item.invitation_id for item in items]
    drafts = {}
    rows = Invitation.objects.filter(pk__in=keys).for_letter()
    for invitation in wording.together(rows):
        drafts[invitation.pk] = wording.draft(invitation)
        drafts[invitation.pk].render()
    return Chunk(items, drafts)


@transaction.atomic
def send_chunk(sending: Sending, chunk: Chunk) -> Done:
    """Send the next few of an approved sending; with the last one its PDFs are asked
    for. An invitation that changed since it was previewed is skipped, saying so."""
    done = seconding.carry_on(
        sending,
        chunk.items,
        lambda item: _send(item, rendered=chunk.drafts.get(item.invitation_id)),
        prepare=_lock,
    )
    if not Sending.objects.running().filter(pk=sending.pk).exists():
        ask_for_letters()
    return done


def _lock(sending: Sending, chunk: Sequence[SendingItem]) -> None:
    locked = (
        Invitation.objects.for_letter()
        .select_for_update(of=("self",))
        .filter(pk__in=[item.invitation_id for item in chunk])
        .order_by("pk")
    )
    rows = {row.pk: row for row in wording.together(locked)}
    for item in chunk:
        item.sending, item.invitation = sending, rows[item.invitation_id]


def _send(item: SendingItem, *, rendered: Draft | None = None) -> None:
    """What is `rendered` already is sent when the locked row says the same."""
    invitation, sending = item.invitation, item.sending
    if not states.SEND.starts_from(invitation):
        raise ValidationError(
            _("This invitation was sent or withdrawn."), code="not-prepared"
        )
    draft = wording.draft(invitation)
    draft.check(item.fingerprint)
    if not wording.places(invitation):
        raise ValidationError(
            _(
                "This invitation gives no places because no rule applies. "
                "Enter how many it gives."
            ),
            code="no-places",
        )
    if rendered and rendered.fingerprint == draft.fingerprint:
        draft = rendered
    invitation.signatory_title = wording.title_as_printed(invitation)
    invitation.state = states.SEND.target
    invitation.sent_at = clock.now()
    invitation.letter = draft.send(send_key=f"invitation:{invitation.pk}")
    invitation.save(update_fields=["signatory_title", "state", "sent_at", "letter"])
    actor = sending.approved_by or sending.prepared_by
    record(invitation.conference, Happened.SENT, invitation, actor=actor)


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.for_letter()
        .select_for_update(of=("self",))
        .get(pk=invitation.pk)
    )


def _check_belongs(
    conference: Conference, signatory: Signatory, category: Category | None
) -> None:
    things: list[Signatory | Category] = [signatory]
    if category:
        things.append(category)
    if any(thing.conference_id != conference.pk for thing in things):
        raise ValidationError(
            _("This belongs to another conference."), code="other-conference"
        )


def _check_places(cap: int | None) -> None:
    if cap == 0:
        raise ValidationError(
            {
                "cap": ValidationError(
                    _(
                        "An invitation gives at least 1 place. "
                        "Leave it empty to follow the rules."
                    ),
                    code="no-places",
                )
            }
        )
