"""An organisation whose accreditation was refused or has ended sends nobody."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.organisations.models import Accreditation, Organisation


def check(delegation: Delegation) -> None:
    """Raises ValidationError: code "organisation-refused".

    Asked once for each instance, so that a table of people costs the same.
    """
    kept = delegation.__dict__
    if "is_refused" not in kept:
        row = Delegation.objects.with_refusal().get(pk=delegation.pk)
        kept["is_refused"] = row.__dict__["is_refused"]
    if kept["is_refused"]:
        raise _refusal()


def check_of(registration: Registration) -> None:
    """The same for the delegation of a person, if any. Costs nothing where
    `with_refusal` was asked."""
    if registration.delegation is None:
        return
    is_refused = registration.__dict__.get("is_of_refused")
    if is_refused is None:
        check(registration.delegation)
    elif is_refused:
        raise _refusal()


def check_answer(organisation: Organisation, conference: Conference) -> None:
    """The same for an organisation that may have no delegation yet."""
    if Accreditation.objects.closed(conference, organisation).exists():
        raise _refusal()


def _refusal() -> ValidationError:
    return ValidationError(
        _(
            "This organisation was not accredited, so it cannot send a delegation. "
            "Contact the secretariat for the reason."
        ),
        code="organisation-refused",
    )
