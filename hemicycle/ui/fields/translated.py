"""One input for each language of a text."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.ui.formats import ENDONYMS, direction, language_name


class TranslatedWidget(forms.MultiWidget):
    """One input per language, each with its own lang and dir: `name_en`, `name_ar`."""

    template_name = "ui/languages"

    def __init__(
        self,
        languages: Sequence[str],
        widget: type[forms.Widget] = forms.TextInput,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        self.languages = list(languages)
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {
            code: widget(_language_attributes(code)) for code in self.languages
        }
        super().__init__(inputs, attrs)

    def decompress(self, value: Any) -> list[str]:
        """The stored dictionary, spread over the inputs."""
        texts = value if isinstance(value, dict) else {}
        return [texts.get(code, "") for code in self.languages]

    def id_for_label(self, id_: str) -> str:
        """The label points at the first language."""
        return f"{id_}_0" if id_ else id_


class TranslatedFormField(forms.MultiValueField):
    """A text in several languages. Its value is a dictionary without empty texts.

    With required=True one language is enough, unless `needed` names those that must be
    there. Every error names its language.
    """

    widget: TranslatedWidget

    def __init__(
        self,
        *,
        languages: Sequence[str],
        needed: Sequence[str] = (),
        max_length: int | None = 300,
        long: bool = False,
        **kwargs: Any,
    ) -> None:
        self.languages, self.needed = list(languages), list(needed)
        self.max_length = max_length
        kwargs.setdefault(
            "widget",
            TranslatedWidget(
                self.languages, forms.Textarea if long else forms.TextInput
            ),
        )
        fields = [forms.CharField(required=False) for _code in self.languages]
        kwargs["require_all_fields"] = False
        super().__init__(fields, **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        """Raises ValidationError with one error for each language that is wrong."""
        given = value if isinstance(value, list | tuple) else [value]
        texts: dict[str, str] = {}
        errors = []
        for code, text in zip(self.languages, given, strict=False):
            name = language_name(code)
            try:
                text = forms.CharField(required=False).clean(text)
            except ValidationError as error:
                errors += [f"{name}: {message}" for message in error.messages]
                continue
            if self.max_length and len(text) > self.max_length:
                errors.append(
                    _("%(language)s: at most %(limit)s characters, not %(given)s.")
                    % {
                        "language": name,
                        "limit": self.max_length,
                        "given": len(text),
                    }
                )
            elif text:
                texts[code] = text
            elif code in self.needed:
                errors.append(_("%(language)s: enter a text.") % {"language": name})
        if errors:
            raise ValidationError([ValidationError(e, code="invalid") for e in errors])
        if self.required and not texts:
            raise ValidationError(self.error_messages["required"], code="required")
        self.run_validators(texts)
        return texts

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """Used by has_changed only; `clean` does not need it."""
        return dict(zip(self.languages, data_list, strict=False))


def _language_attributes(code: str) -> dict[str, Any]:
    return {
        "lang": code,
        "dir": direction(code),
        "aria-label": ENDONYMS.get(code, code),
    }
