"""A name, an address, a code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.addresses import clean_address
from hemicycle.lib import addresses
from hemicycle.ui.fields.digits import western


class NameField(forms.CharField):
    """A person's name in one field, 1 to 300 characters, as its owner writes it."""

    def __init__(self, *, autocomplete: str = "name", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "autocomplete": autocomplete,
            "autocapitalize": "words",
            "spellcheck": "false",
            "dir": "auto",
        }


class EmailField(forms.EmailField):
    """One e-mail address, in its clean form, and shown as its owner writes it."""

    default_validators = []

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "autocomplete": "email",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
            "dir": "ltr",
        }

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return clean_address(text) if text else ""

    def prepare_value(self, value: Any) -> Any:
        return addresses.shown(value) if isinstance(value, str) else value


class CodeField(forms.CharField):
    """A code from a letter or an app: digits of any script, spaces forgiven."""

    def __init__(self, *, length: int = 6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.length = length
        self.widget.attrs |= {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "code",
            "dir": "ltr",
        }

    def to_python(self, value: Any) -> str:
        text = western(super().to_python(value) or "")
        return "".join(c for c in text if not c.isspace() and c not in "-‐‑–—")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (len(value) != self.length or not value.isdigit()):
            raise ValidationError(
                _("Enter the %(length)s digits of the code."),
                code="malformed",
                params={"length": self.length},
            )
