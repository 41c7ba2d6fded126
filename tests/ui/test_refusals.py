"""A refusal is shown where it can be put right, whatever shape it has."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import formset_factory
from django.test import RequestFactory

from hemicycle.ui.refusals import announced, codes_of, form_page, shown_at


class Withdrawal(forms.Form):
    reason = forms.CharField(label="Reason")


Withdrawals = formset_factory(Withdrawal)

WITHOUT_FIELD = ValidationError("Already withdrawn.", code="already-withdrawn")
AT_REASON = ValidationError({"reason": ValidationError("Too short.", code="short")})
AT_NO_FIELD_OF_THE_FORM = ValidationError(
    {"country": ValidationError("Not on the list.", code="unknown-country")}
)
AT_SEVERAL = ValidationError(
    {
        "reason": ["Too short."],
        "country": ["Not on the list."],
        NON_FIELD_ERRORS: ["Already withdrawn."],
    }
)


def filled() -> Withdrawal:
    form = Withdrawal({"reason": "Ill"})
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("refusal", "shown"),
    [
        (WITHOUT_FIELD, {NON_FIELD_ERRORS: ["Already withdrawn."]}),
        (AT_REASON, {"reason": ["Too short."]}),
        (AT_NO_FIELD_OF_THE_FORM, {NON_FIELD_ERRORS: ["Not on the list."]}),
        (
            AT_SEVERAL,
            {
                "reason": ["Too short."],
                NON_FIELD_ERRORS: ["Not on the list.", "Already withdrawn."],
            },
        ),
    ],
)
def test_a_refusal_appears_at_the_fields_the_form_has_and_else_on_top(
    refusal: ValidationError, shown: dict[str, list[str]]
) -> None:
    form = filled()
    with shown_at(form):
        raise refusal
    assert form.errors == shown


def test_a_refusal_without_a_field_may_be_given_one() -> None:
    form = filled()
    with shown_at(form, "reason"):
        raise WITHOUT_FIELD
    assert form.errors == {"reason": ["Already withdrawn."]}


def test_a_formset_shows_refusals_above() -> None:
    formset = Withdrawals(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-reason": "Ill"}
    )
    assert formset.is_valid()
    with shown_at(formset):
        raise AT_SEVERAL
    assert sorted(formset.non_form_errors()) == [
        "Already withdrawn.",
        "Not on the list.",
        "Too short.",
    ]


def test_what_is_no_refusal_is_not_hidden() -> None:
    with pytest.raises(LookupError), shown_at(filled()):
        raise LookupError


def test_a_button_tells_every_refusal_on_the_next_page(rf: RequestFactory) -> None:
    request = rf.post("/")
    request._messages = Kept(request)  # type: ignore[attr-defined]
    with announced(request):
        raise AT_SEVERAL
    assert sorted(str(message) for message in get_messages(request)) == [
        "Already withdrawn.",
        "Not on the list.",
        "Too short.",
    ]


class Kept(BaseStorage):
    """Messages of this request only."""

    def _get(self) -> tuple[list[object], bool]:
        return [], True

    def _store(self, messages: list[object], response: object) -> list[object]:
        return []


@pytest.mark.parametrize("value", [filled, lambda: [filled()]])
def test_a_page_with_a_refused_form_is_422_and_its_title_says_so(
    rf: RequestFactory, value: object
) -> None:
    assert callable(value)
    context = {"form": value()}
    page = form_page(rf.get("/"), "ui/bare.html", context)
    assert page.status_code == 200
    assert "<title>Error:" not in page.content.decode()
    form = context["form"]
    with shown_at(form[0] if isinstance(form, list) else form):
        raise WITHOUT_FIELD
    page = form_page(rf.get("/"), "ui/bare.html", context)
    assert page.status_code == 422
    assert "<title>Error:" in page.content.decode()


def test_codes_are_found_in_a_refusal_of_either_kind() -> None:
    assert codes_of(WITHOUT_FIELD) == ["already-withdrawn"]
    assert codes_of(AT_NO_FIELD_OF_THE_FORM) == ["unknown-country"]
    assert codes_of(ValidationError({"reason": ["Too short."]})) == ["invalid"]
