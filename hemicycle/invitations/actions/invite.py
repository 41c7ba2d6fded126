"""Inviting organisations: prepared, previewed, sent; in bulk by two people."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Category, Conference, Signatory
from hemicycle.files import actions as files
from hemicycle.files.models import StoredFile
from hemicycle.invitations import wording
from hemicycle.invitations.import_rows import Row
from hemicycle.invitations.models import Invitation, Sending
from hemicycle.jobs import actions as jobs
from hemicycle.journal.actions import record, record_many
from hemicycle.journal.failures import failing
from hemicycle.lib import clock
from hemicycle.organisations.models import Organisation
from hemicycle.people.actions import make_link
from hemicycle.people.models import User
from hemicycle.post.actions import preview as preview_letter
from hemicycle.post.actions import write
from hemicycle.post.drafts import changed

CHUNK = 25
"""Invitations sent in one transaction: at most this many wait behind a crash."""

LINK_VALID = timedelta(days=90)


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
    invitation.full_clean()
    invitation.save(force_insert=True)
    record(conference, "prepared invitation", invitation, actor=actor)
    return invitation


@transaction.atomic
def prepare_invitations(
    conference: Conference,
    *,
    rows: Sequence[Row],
    signatory: Signatory,
    category: Category | None = None,
    actor: User,
) -> int:
    """Write an invitation down for every row; organisations not known yet are added.

    All or nothing; returns how many. Raises ValidationError: code "bad-rows" when a row
    is wrong or its organisation was invited meanwhile.
    """
    _check_belongs(conference, signatory, category)
    if any(row.errors for row in rows):
        raise ValidationError(_("Some rows still have errors."), code="bad-rows")
    new = {
        row.number: Organisation(
            name=row.organisation,
            country=row.country,
            kind=row.kind,
            acronym=row.acronym,
        )
        for row in rows
        if not row.organisation_id
    }
    for organisation in new.values():
        organisation.index()
    Organisation.objects.bulk_create(new.values(), batch_size=500)
    prepared = [
        Invitation(
            conference=conference,
            organisation_id=row.organisation_id or new[row.number].pk,
            signatory=signatory,
            addressee=row.addressee,
            email=row.email,
            language=row.language,
            category=category,
            cap=row.cap,
        )
        for row in rows
    ]
    try:
        with transaction.atomic():
            Invitation.objects.bulk_create(prepared, batch_size=500)
    except IntegrityError:
        raise ValidationError(
            _("One of these organisations was invited meanwhile. Check the rows."),
            code="bad-rows",
        ) from None
    record_many(conference, "added organisation", new.values(), actor=actor)
    record_many(conference, "prepared invitation", prepared, actor=actor)
    return len(prepared)


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
    if invitation.state != Invitation.State.PREPARED:
        raise ValidationError(_("This invitation has left already."), code="left")
    _check_belongs(invitation.conference, signatory, category)
    _check_places(cap)
    invitation.signatory, invitation.category = signatory, category
    invitation.addressee, invitation.email = addressee, email
    invitation.language, invitation.cap = language, cap
    invitation.full_clean()
    invitation.save()
    record(invitation.conference, "changed invitation", invitation, actor=actor)
    return invitation


def send_invitation(
    invitation: Invitation, *, previewed: str, actor: User
) -> Invitation:
    """Let one invitation leave, exactly as previewed. A worker makes its PDF.

    Raises ValidationError: "not-prepared", "in-a-sending", "changed" when the letter is
    no longer the one whose mark is `previewed`, "no-places", "invalid" for no e-mail
    address.
    """
    with transaction.atomic():
        invitation = _locked(invitation)
        if invitation.sending_id:
            raise ValidationError(
                _("This invitation is part of a bulk sending."), code="in-a-sending"
            )
        _send(invitation, previewed=previewed, actor=actor)
        ask_for_letters()
    return invitation


@transaction.atomic
def prepare_sending(conference: Conference, *, previewed: str, actor: User) -> Sending:
    """Put all prepared invitations into one sending, for another person to release.

    Raises ValidationError: "nothing" without any; "changed" when the letters are no
    longer those whose mark is `previewed`.
    """
    waiting = list(
        conference.invitations.unsent_alone()
        .for_letter()
        .select_for_update(of=("self",))
    )
    if not waiting:
        raise ValidationError(_("No invitation is prepared."), code="nothing")
    if wording.mark_of_many(waiting) != previewed:
        raise changed()
    marks = marks_of(waiting)
    sending = Sending(conference=conference, preview=previewed, prepared_by=actor)
    sending.full_clean()
    sending.save(force_insert=True)
    for invitation in waiting:
        invitation.sending, invitation.preview = sending, marks[invitation.pk]
    Invitation.objects.bulk_update(waiting, ["sending", "preview"], batch_size=500)
    record(conference, "prepared sending", sending, actor=actor, letters=len(waiting))
    return sending


@transaction.atomic
def second_sending(sending: Sending, *, previewed: str, actor: User) -> Sending:
    """Release a sending that somebody else prepared. It leaves in the background.

    Raises ValidationError: "same-person", "not-prepared", or "changed" when a letter is
    no longer what its preparer saw.
    """
    sending = Sending.objects.select_for_update().get(pk=sending.pk)
    if sending.state != Sending.State.PREPARED:
        raise ValidationError(_("This is not waiting any more."), code="not-prepared")
    if sending.prepared_by_id == actor.pk:
        raise ValidationError(
            _("You prepared this; another person has to send it."), code="same-person"
        )
    waiting = list(sending.invitations.prepared().for_letter())
    now = wording.mark_of_many(waiting)
    if now != sending.preview or now != previewed:
        raise changed()
    marks = marks_of(waiting)
    if any(invitation.preview != marks[invitation.pk] for invitation in waiting):
        raise changed()
    sending.seconded_by, sending.seconded_at = actor, clock.now()
    sending.state = Sending.State.RUNNING
    sending.full_clean()
    sending.save(update_fields=["seconded_by", "seconded_at", "state"])
    record(sending.conference, "seconded sending", sending, actor=actor)
    jobs.ask(
        "invitations.send_invitations",
        conference=sending.conference,
        about=sending,
        total=len(waiting),
        key=sending.pk,
        actor=actor,
    )
    return sending


@transaction.atomic
def drop_sending(sending: Sending, *, actor: User) -> None:
    """Give its invitations back to the prepared ones. Raises "not-prepared"."""
    dropped = Sending.objects.filter(pk=sending.pk, state=Sending.State.PREPARED)
    if not dropped.update(state=Sending.State.DROPPED):
        raise ValidationError(_("This is not waiting any more."), code="not-prepared")
    sending.invitations.prepared().update(sending=None, preview="")
    record(sending.conference, "dropped sending", sending, actor=actor)


@transaction.atomic
def withdraw_invitation(
    invitation: Invitation, *, reason: str, previewed: str = "", actor: User
) -> Invitation:
    """Take an invitation back. Its code verifies as withdrawn from now on.

    One that has left is told to its addressee, in the letter whose text is `previewed`
    (see `withdrawal_letter`). A delegation that has accepted stays; refuse or withdraw
    its people. Raises ValidationError: "answered", "reason-missing", "changed".
    """
    invitation = _locked(invitation)
    had_left = invitation.state == Invitation.State.SENT
    if invitation.state not in (Invitation.State.PREPARED, Invitation.State.SENT):
        raise ValidationError(
            _("This invitation was answered or withdrawn already."), code="answered"
        )
    if had_left and not reason.strip():
        raise ValidationError(
            {"reason": ValidationError(_("Give the reason."), code="reason-missing")}
        )
    if had_left and withdrawal_letter(invitation, reason=reason)[1] != previewed:
        raise changed()
    invitation.state = Invitation.State.WITHDRAWN
    invitation.withdrawn_reason = reason
    invitation.sending = invitation.sending if had_left else None
    invitation.save(update_fields=["state", "withdrawn_reason", "sending"])
    record(
        invitation.conference,
        "withdrew invitation",
        invitation,
        actor=actor,
        reason=reason,
    )
    if had_left:
        write(
            invitation.conference,
            "invitations/withdrawn",
            to=invitation.email,
            language=invitation.language,
            send_key=f"invitation-withdrawn:{invitation.pk}",
            thing=invitation,
            context=_withdrawal(invitation, reason),
        )
    return invitation


def withdrawal_letter(invitation: Invitation, *, reason: str) -> tuple[str, str]:
    """Subject and text of the letter that a withdrawal would send. Stores nothing."""
    return preview_letter(
        invitation.conference,
        "invitations/withdrawn",
        invitation.language,
        _withdrawal(invitation, reason),
    )


def marks_of(many: Iterable[Invitation]) -> dict[str, str]:
    """Each invitation's mark by its key. The conference is read once for all."""
    return {
        invitation.pk: wording.mark(invitation) for invitation in wording.together(many)
    }


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


@transaction.atomic
def send_chunk(sending: Sending) -> tuple[int, int] | None:
    """Send the next few of an approved sending; a crash loses none, doubles none.

    Returns how many left and how many stayed behind; None at the end.
    """
    sending = (
        Sending.objects.select_for_update(of=("self",))
        .select_related("seconded_by")
        .get(pk=sending.pk)
    )
    if sending.state != Sending.State.RUNNING:
        return None
    chunk = list(
        sending.invitations.prepared()
        .filter(skipped="")
        .for_letter()
        .select_for_update(of=("self",))
        .order_by("pk")[:CHUNK]
    )
    if not chunk:
        sending.state, sending.done_at = Sending.State.DONE, clock.now()
        sending.save(update_fields=["state", "done_at"])
        # Those that stayed behind can be previewed and sent again.
        sending.invitations.prepared().update(sending=None, preview="")
        record(sending.conference, "finished sending", sending, actor=None)
        ask_for_letters()
        return None
    sent = 0
    for invitation in chunk:
        try:
            with transaction.atomic():
                _send(
                    invitation,
                    previewed=invitation.preview,
                    actor=sending.seconded_by,
                )
            sent += 1
        except ValidationError as refusal:
            invitation.skipped = refusal.messages[0][:300]
            invitation.save(update_fields=["skipped"])
    return sent, len(chunk) - sent


def _send(invitation: Invitation, *, previewed: str, actor: User | None) -> None:
    if invitation.state != Invitation.State.PREPARED:
        raise ValidationError(
            _("This invitation has left or was withdrawn."), code="not-prepared"
        )
    if wording.mark(invitation) != previewed:
        raise changed()
    if not wording.places(invitation):
        raise ValidationError(
            _("This invitation gives no place: no rule fits. Write how many it gives."),
            code="no-places",
        )
    conference = invitation.conference
    invitation.signatory_title = wording.title_as_printed(invitation)
    invitation.state = Invitation.State.SENT
    invitation.sent_at = clock.now()
    invitation.skipped = ""
    link = make_link(
        invitation.email,
        wording.path(invitation),
        conference=conference,
        expires_at=_link_ends(),
    )
    invitation.letter = write(
        conference,
        wording.MAIL,
        to=invitation.email,
        language=invitation.language,
        send_key=f"invitation:{invitation.pk}",
        thing=invitation,
        sealed={"link": link},
        context=wording.mail_context(invitation),
    )
    invitation.save(
        update_fields=["signatory_title", "state", "sent_at", "skipped", "letter"]
    )
    record(conference, "sent invitation", invitation, actor=actor)


def _link_ends() -> datetime:
    return clock.real_now() + LINK_VALID


def _withdrawal(invitation: Invitation, reason: str) -> dict[str, str]:
    return {"organisation": invitation.organisation.name, "reason": reason.strip()}


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
