"""Flags and notes beside the state: resolved, or left for colleagues."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.delegations.models import Flag, Registration
from hemicycle.fields.checked import save_checked
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.vetting.journal import Happened


@transaction.atomic
def clear_flag(flag: Flag, *, note: str, actor: User) -> Flag:
    """Take a flag down, saying why. It comes back if its rule finds something new.

    Raises ValidationError: "note-missing", "cleared".
    """
    if not note.strip():
        raise ValidationError(
            {
                "note": ValidationError(
                    _("Say how it was resolved."), code="note-missing"
                )
            }
        )
    standing = Flag.objects.filter(pk=flag.pk, cleared_at=None)
    if not standing.update(cleared_at=clock.now(), cleared_by=actor):
        raise ValidationError(_("This flag has already been resolved."), code="cleared")
    registration = flag.registration
    record(
        registration.conference, Happened.RESOLVED_FLAG, registration, actor=actor,
        reason=note.strip(), flag=flag.kind,
    )  # fmt: skip
    return flag


@transaction.atomic
def raise_flag(registration: Registration, *, note: str, actor: User) -> Flag:
    """Leave a note that stands beside the state until somebody clears it."""
    flag = Flag(registration=registration, kind=Flag.Kind.NOTE, details=note.strip())
    if not flag.details:
        raise ValidationError(
            {"note": ValidationError(_("Enter the note."), code="note-missing")}
        )
    save_checked(flag)
    record(registration.conference, Happened.ADDED_NOTE, registration, actor=actor)
    return flag
