"""Who works on a registration, so that two registrars don't."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.delegations.models import Registration
from hemicycle.journal.actions import record
from hemicycle.people.models import User
from hemicycle.vetting.journal import Happened
from hemicycle.vetting.models import Assignment


@transaction.atomic
def assign(registration: Registration, *, actor: User) -> Assignment:
    """Assign this registration to the actor.

    Raises ValidationError: code "assigned" when it is a colleague's.
    """
    assignment, is_new = Assignment.objects.get_or_create(
        registration=registration, defaults={"by": actor}
    )
    if assignment.by_id != actor.pk:
        raise ValidationError(
            _("This is assigned to %(name)s."),
            code="assigned",
            params={"name": str(assignment.by)},
        )
    if is_new:
        record(registration.conference, Happened.ASSIGNED, registration, actor=actor)
    return assignment


@transaction.atomic
def release(registration: Registration, *, actor: User) -> None:
    """Let colleagues work on it. Every registrar may release any assignment."""
    gone, _by_model = Assignment.objects.filter(registration=registration).delete()
    if gone:
        record(registration.conference, Happened.RELEASED, registration, actor=actor)
