"""Writing one registration: indexed, checked, and a broken rule told at its field."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import DETAILS, Kind, of_kind
from hemicycle.fields.writes import insert, update
from hemicycle.lib.country_names import ALPHA_3
from hemicycle.lib.names import clean_name

State = Registration.State

# What people type, and nothing that the verbs set: checking all 45 fields of a row
# costs more than writing it.
NAMES = of_kind(Kind.NAME)
COUNTRIES = of_kind(Kind.COUNTRY)
TEXTS = (
    *NAMES,
    *COUNTRIES,
    *of_kind(Kind.TEXT, Kind.EMAIL, Kind.LANGUAGE),
    "returned_reason",
)
CHOICES = of_kind(Kind.CHOICE)
FIELDS = {field.name: field for field in Registration._meta.concrete_fields}
INDEXED = {
    "asked_at",
    "code",
    "confirmed_at",
    "delegation",
    "email",
    *(detail.name for detail in DETAILS if detail.is_searched),
}


def store(registration: Registration, *, new: bool = False) -> None:
    """Insert, or write what was changed of a locked row, in the caller's transaction.

    Only what changed is checked: a row with a value that no list has any more can still
    be withdrawn.

    Raises ValidationError by field: code "already-registered" (within the delegation)
    or "registered-twice" (on approval) at full_name, "head-taken" at part, and what
    the fields refuse.
    """
    changed = _changed(registration, new)
    _check(registration, changed)
    if changed & INDEXED:
        registration.index()
    changed = _changed(registration, new)
    if not changed:
        return
    try:
        # No savepoint of its own: whoever refuses goes back to the start of the verb.
        with transaction.atomic(savepoint=False):
            if new:
                insert(registration)
            else:
                update(registration, changed)
    except IntegrityError as error:
        refusal = _refusal(registration, str(error))
        if refusal is None:
            raise
        raise refusal from None
    registration.values_read = {
        field.attname: getattr(registration, field.attname) for field in FIELDS.values()
    }


def _changed(registration: Registration, new: bool) -> set[str]:
    """The names of the fields that are to be written."""
    if new:
        return set(FIELDS)
    read = registration.values_read
    return {
        name
        for name, field in FIELDS.items()
        if field.attname not in read
        or getattr(registration, field.attname) != read[field.attname]
    } - {"id"}


def _check(registration: Registration, changed: set[str]) -> None:
    errors: dict[str, Any] = {}
    for name in filter(changed.__contains__, TEXTS):
        value = getattr(registration, name)
        try:
            if value and name in NAMES:
                value = clean_name(value)
            value = FIELDS[name].clean(value, registration)
        except ValidationError as error:
            errors[name] = error.error_list
        except ValueError as error:
            errors[name] = [ValidationError(str(error), code="bad-name")]
        else:
            setattr(registration, name, value)
    for name in filter(changed.__contains__, CHOICES):
        value = getattr(registration, name)
        is_empty = FIELDS[name].blank and not value
        if not is_empty and value not in dict(FIELDS[name].flatchoices):
            errors[name] = [
                ValidationError(_("Choose one from the list."), code="invalid")
            ]
    for name in filter(changed.__contains__, COUNTRIES):
        code = getattr(registration, name)
        if code and code not in ALPHA_3 and name not in errors:
            errors[name] = [
                ValidationError(_("Choose one from the list."), code="invalid")
            ]
    if errors:
        raise ValidationError(errors)


def registered_twice() -> ValidationError:
    """What an approval meets while another registration of the person goes on."""
    return ValidationError(
        _(
            "This person is registered twice. One of the registrations has to be "
            "withdrawn first; the person chooses which."
        ),
        code="registered-twice",
    )


def _refusal(registration: Registration, error: str) -> ValidationError | None:
    # PostgreSQL names the constraint, SQLite its columns.
    if "one_approval_per_person" in error or (
        registration.is_approved and ".person_key" in error
    ):
        return ValidationError({"full_name": registered_twice()})
    if "one_registration_" in error or ".person_key" in error:
        text = _("This person is already in your delegation.")
        if registration.delegation is None:
            text = _("You are already registered.")
        elif not registration.email:
            text = _(
                "This person is already registered. If this is another person of the "
                "same name, enter that person’s e-mail address."
            )
        return ValidationError(
            {"full_name": ValidationError(text, code="already-registered")}
        )
    if "one_head_per_delegation" in error or ".delegation_id" in error:
        text = _("This delegation already has a head. Choose deputy or member.")
        return ValidationError({"part": ValidationError(text, code="head-taken")})
    return None
