"""What people type to get in, and about their account."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.journal.versions import Versioned
from hemicycle.lib import json_input
from hemicycle.lib.names import clean_name
from hemicycle.people.models import SignInCode
from hemicycle.ui.fields import CodeField, EmailField, ZoneField
from hemicycle.ui.formats import ENDONYMS


class AddressForm(forms.Form):
    email = EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter the full address, for example amina@example.org."),
        },
    )


class CodeForm(forms.Form):
    code = CodeField(
        label=_("Code"),
        length=SignInCode.LENGTH,
        help_text=_("The eight digits in the e-mail we just sent."),
        error_messages={"required": _("Enter the code from the e-mail.")},
    )


class AppCodeForm(forms.Form):
    code = CodeField(
        label=_("Code"),
        help_text=_("The six digits your app shows now."),
        error_messages={"required": _("Enter the code your app shows.")},
    )


class FactorForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your app, or one of your recovery codes."),
        error_messages={"required": _("Enter the code your app shows.")},
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
                "dir": "ltr",
            }
        ),
    )


class AnswerField(forms.CharField):
    """What a browser says about a passkey: JSON of one object.

    More than a browser would send is a bad request: nobody typed it.
    """

    MOST = 32_000

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def clean(self, value: Any) -> dict[str, Any]:
        text = super().clean(value)
        if len(text) > self.MOST:
            raise BadRequest("a passkey's answer is too long")
        try:
            answer = json_input.read(text)
        except json_input.TooDeep:
            raise BadRequest("a passkey's answer is too deep") from None
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            # Never shown: `AnswerForm.to` says it in the words of a page.
            raise ValidationError("not a JSON object", code="no-answer")
        return answer


class AnswerForm(forms.Form):
    """What the browser says about a passkey."""

    answer = AnswerField()

    def to(self, asked: Any) -> tuple[Any, dict[str, Any]]:
        """What was asked of the browser, and what it answered.

        Raises ValidationError, code "not-read": nothing was asked in this session, or
        the answer is none.
        """
        if not asked or not self.is_valid():
            raise ValidationError(
                _("The passkey was not read. Try again."), code="not-read"
            )
        return asked, self.cleaned_data["answer"]


class PasskeyForm(AnswerForm):
    """What the browser made; people only see the name."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=80,
        required=False,
        help_text=_("To recognise it later, for example “my phone”."),
    )


class AccountForm(Versioned, forms.Form):
    name = forms.CharField(
        label=_("How to address you"),
        max_length=300,
        required=False,
        help_text=_("How pages and e-mails address you."),
        widget=forms.TextInput(
            {"autocomplete": "nickname", "spellcheck": "false", "dir": "auto"}
        ),
    )
    language = forms.ChoiceField(label=_("Language of pages and e-mails"))
    time_zone = ZoneField(
        label=_("Your time zone"),
        empty=_("The conference’s time zone"),
        help_text=_("Times of a conference are always shown in its own zone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]  # a choice
            (code, ENDONYMS.get(code, code)) for code, _name in settings.LANGUAGES
        ]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not name:
            return ""
        try:
            return clean_name(name)
        except ValueError as reason:
            raise ValidationError(str(reason), code="invalid") from reason


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
