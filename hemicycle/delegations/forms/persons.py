"""Fields about people that several forms of this room share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hemicycle.lib.names import clean_name
from hemicycle.ui.fields import NameField


class PersonNameField(NameField):
    """A name as its owner writes it: cleaned of what deceives, nothing else changed."""

    def __init__(self, **kwargs: Any) -> None:
        # Counted by clean_name, after composing what was typed in parts.
        super().__init__(max_length=None, **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return clean_name(text)
        except ValueError as refusal:
            problem = str(refusal)
            if self.label:
                # A form has several names; its list of mistakes says which.
                problem = _("%(label)s: %(problem)s") % {
                    "label": self.label,
                    "problem": problem,
                }
            raise ValidationError(problem, code="bad-name") from None
