"""The category of a registration, where there is a choice."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Category


class CategoryField(forms.ChoiceField):
    """One of the categories it was given: read once, for showing and for checking."""

    default_error_messages = {
        "invalid_choice": forms.ModelChoiceField.default_error_messages[
            "invalid_choice"
        ]
    }

    def offer(self, categories: Sequence[Category]) -> None:
        self.offered = {category.pk: category for category in categories}
        self.choices = [
            ("", _("Choose")),
            *((category.pk, str(category)) for category in categories),
        ]

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return self.offered[str(value)]
        except KeyError:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
