"""Short texts in several languages, kept in one column."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslatedField(models.JSONField):
    """A short text in several languages, kept in one column.

    Read with `in_language`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuses anything but texts by language code."""
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(
            isinstance(code, str) and isinstance(text, str)
            for code, text in value.items()
        ):
            raise ValidationError(_("Enter a text for each language."), code="invalid")
