"""What an action refused, shown where the person can put it right.

A view with a form reads:

    if form.is_valid():
        with shown_at(form):
            actions.change(session, actor=request.user)
            return redirect(...)
    return form_page(request, "programme/show.html", {"form": form})

and a button, which has no form of its own to show anything at:

    with announced(request):
        actions.publish(conference, actor=request.user)
        messages.success(request, _("The conference is public."))
    return redirect(...)
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    AnyForm = BaseForm | BaseFormSet[Any]
else:
    AnyForm = BaseForm | BaseFormSet  # takes no type parameter at run time

UNPROCESSABLE = 422


@contextmanager
def shown_at(form: AnyForm, field: str | None = None) -> Iterator[None]:
    """Put what is refused inside the block into the form, and go on after the block.

    What names a field that the form has appears there, all else above the form; with
    `field`, what names no field appears at that one. A formset shows all above.
    """
    try:
        yield
    except ValidationError as refusal:
        for name, errors in _by_field(refusal).items():
            if isinstance(form, BaseFormSet):
                form.non_form_errors().extend(errors)
            elif name in form.fields:
                form.add_error(name, errors)
            else:
                is_unnamed = name == NON_FIELD_ERRORS
                form.add_error(field if is_unnamed else None, errors)


@contextmanager
def announced(request: HttpRequest) -> Iterator[None]:
    """Tell what is refused inside the block on the next page shown, and go on after
    the block."""
    try:
        yield
    except ValidationError as refusal:
        for message in refusal.messages:
            messages.error(request, message)


def form_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int | None = None,
) -> HttpResponse:
    """A page with one or more forms: 422 as soon as one of them shows an error, and its
    title then says so. `status` is for a refusal of another kind, as 429."""
    has_errors = any(_is_refused(value) for value in context.values())
    if status is None:
        status = UNPROCESSABLE if has_errors else 200
    whole = {**context, "has_errors": has_errors}
    return render(request, template, whole, status=status)


def codes_of(refusal: ValidationError) -> list[str]:
    """The code of each error: a refusal by field has no code of its own."""
    return [
        str(error.code or "invalid")
        for errors in _by_field(refusal).values()
        for error in errors
    ]


def _by_field(refusal: ValidationError) -> Mapping[str, list[ValidationError]]:
    if hasattr(refusal, "error_dict"):
        return refusal.error_dict
    return {NON_FIELD_ERRORS: refusal.error_list}


def _is_refused(value: object) -> bool:
    if isinstance(value, BaseForm):
        return bool(value.errors)
    if isinstance(value, BaseFormSet):
        return value.is_bound and not value.is_valid()
    return isinstance(value, list | tuple) and any(_is_refused(v) for v in value)
