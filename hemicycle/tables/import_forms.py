"""A table as it is sent: a file, or pasted rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.lib import spreadsheet


class TableForm(forms.Form):
    """A spreadsheet, or rows copied from one."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=format_lazy(
            _("Excel (.xlsx) or CSV, at most {limit} MB."), limit=spreadsheet.MAX_MB
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    pasted = forms.CharField(
        label=_("Or paste the rows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Copied from your spreadsheet, with the row of headings."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if not upload and not cleaned.get("pasted", "").strip():
            raise ValidationError(
                _("Choose a file, or paste the rows."), code="nothing-given"
            )
        if upload and upload.size > spreadsheet.MAX_BYTES:
            raise ValidationError(
                _("This file is larger than %(limit)s MB. Send it in parts."),
                code="too-large",
                params={"limit": spreadsheet.MAX_MB},
            )
        return cleaned

    @property
    def content(self) -> tuple[bytes, str]:
        """The bytes, and the file's name."""
        upload = self.cleaned_data["file"]
        if upload:
            return upload.read(), upload.name
        return self.cleaned_data["pasted"].encode(), ""
