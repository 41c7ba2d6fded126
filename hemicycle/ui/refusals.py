"""How a form shows what an action refused."""

from collections.abc import Callable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm


def did(form: BaseForm, act: Callable[[], object]) -> bool:
    """Whether the action was done. If it refused, its words stand in the form: at the
    field they name, or above the form."""
    try:
        act()
    except ValidationError as refusal:
        errors = (
            refusal.error_dict
            if hasattr(refusal, "error_dict")
            else {NON_FIELD_ERRORS: refusal.error_list}
        )
        for field, found in errors.items():
            form.add_error(field if field in form.fields else None, found)
        return False
    return True
