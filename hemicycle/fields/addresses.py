"""A column of e-mail addresses: each in its one clean form, compared by equality."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from hemicycle.lib import addresses

if TYPE_CHECKING:
    _EmailField = models.EmailField[str, str]
else:
    _EmailField = models.EmailField  # Django's own fields take no type parameters


class AddressField(_EmailField):
    """An address as `lib.addresses.clean` makes it, whoever writes the row.

    To be found by equality: a value looked for is cleaned as well, and comparing
    without regard to case is refused, because databases differ about it (on PostgreSQL
    a dotless i equals an i).
    """

    default_validators = []

    def deconstruct(self) -> Any:
        """As the EmailField that the column is: a migration has nothing to change."""
        name, _path, positional, named = super().deconstruct()
        return name, "django.db.models.EmailField", positional, named

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in ("iexact", "istartswith", "iendswith", "regex", "iregex"):
            return None
        return super().get_lookup(lookup_name)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return clean_address(text) if text else ""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """An address that is none is looked for as it is, and found nowhere."""
        value = models.Field.get_prep_value(self, value)
        if not isinstance(value, str) or not value:
            return value
        try:
            return addresses.clean(value)
        except addresses.NotAnAddress:
            return value


def clean_address(text: str, *, field: str = "") -> str:
    """`lib.addresses.clean`, its refusal as a ValidationError with the same code.

    With `field`, the refusal is that field's.
    """
    try:
        return addresses.clean(text)
    except addresses.NotAnAddress as refusal:
        error = ValidationError(str(refusal), code=refusal.code)
        raise (ValidationError({field: error}) if field else error) from None
