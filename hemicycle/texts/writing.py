"""The form in which a text is written in one language, and what a page saves by itself.

Forms of a room are its own; this one is lent to the rooms that have texts.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemicycle.journal.versions import FIELD, Versioned
from hemicycle.texts import actions
from hemicycle.texts.models import Wording
from hemicycle.ui.formats import direction
from hemicycle.ui.forms import OneLines
from hemicycle.ui.sections import Section

AUTOSAVE = "X-Autosave"
"""Sent by a page that saves by itself: the answer is a new version, not a page."""


class WordingForm(Versioned, OneLines, forms.ModelForm[Wording]):
    """A text in one language. The same for every room that has texts."""

    is_minor = forms.BooleanField(
        label=_("Minor edit"),
        required=False,
        help_text=_("It says nothing else: translations stay up to date."),
    )

    sections = (
        Section(_("Headline"), _("Shown in lists and feeds."), ("title", "summary")),
        Section(
            _("Text"),
            _("In Markdown: a blank line begins a paragraph, ## a heading."),
            ("body", "is_minor"),
        ),
    )

    class Meta:
        model = Wording
        fields = ("title", "summary", "body")
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 24}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_source:
            del self.fields["is_minor"]
        language = self.instance.language
        for name in ("title", "summary", "body"):
            self.fields[name].widget.attrs |= {
                "lang": language,
                "dir": direction(language),
            }

    def store(self, *, by_itself: bool, actor: Any) -> Wording:
        """The one action that this form is for. Raises ValidationError."""
        said = {name: self.cleaned_data[name] for name in ("title", "summary", "body")}
        return actions.write(
            self.instance,
            **said,
            is_minor=self.cleaned_data.get("is_minor", False) and not by_itself,
            by_itself=by_itself,
            actor=actor,
        )


def is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and AUTOSAVE in request.headers


def saved_by_itself(wording: Wording) -> HttpResponse:
    """To the page that saved: what it has read now, so that its next saving is compared
    with that."""
    fresh = WordingForm(instance=Wording.objects.get(pk=wording.pk))
    return JsonResponse({FIELD: fresh[FIELD].value()})


def not_saved(form: WordingForm) -> HttpResponse:
    """To the page that saved by itself: why nothing was stored, in words."""
    why = _now("Not saved by itself: choose “Save changes” to see why.")
    if form.conflicts:
        why = _now("A colleague changed this meanwhile: save to see both versions.")
    return JsonResponse({"said": why}, status=409)
