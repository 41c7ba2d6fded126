"""The forms of what the press officer vouches for. They check shape."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.fields import in_languages
from hemicycle.delegations.models import Registration
from hemicycle.journal.versions import Versioned
from hemicycle.newsroom.forms import content_languages, named
from hemicycle.newsroom.models import DatedOffice, NamedPerson, Statement
from hemicycle.ui.fields import DateField3, NameField
from hemicycle.ui.forms import OneLines
from hemicycle.ui.sections import Section


class LinesField(forms.CharField):
    """One spelling on each line; a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=3000,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        if any(len(line) > 300 for line in lines):
            raise forms.ValidationError(_("A spelling has 300 characters at most."))
        return list(dict.fromkeys(line for line in lines if line))


class PersonForm(Versioned, OneLines, forms.ModelForm[NamedPerson]):
    """How a person is named, in any script. Who it is at the conference is chosen among
    those of these names."""

    full_name = NameField(label=_("Name as it is to be written"), autocomplete="off")
    right = LinesField(
        label=_("Other right spellings"),
        help_text=_("One on each line: the own script, a short form, other languages."),
    )
    variants = LinesField(
        label=_("Spellings that are not printed"),
        help_text=_("One on each line. A text that has one is told the right name."),
    )

    sections = (
        Section(
            _("Name"), _("Texts are held against it in every language."),
            ("full_name", "right", "variants", "source"),
        ),
        Section(
            _("At the conference"), _("If the person takes part or signs letters."),
            ("registration", "signatory"),
        ),
    )  # fmt: skip

    class Meta:
        model = NamedPerson
        fields = ("full_name", "source", "registration", "signatory")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        stored = [] if person._state.adding else list(person.spellings.all())
        for name, is_variant in (("right", False), ("variants", True)):
            lines = [each.text for each in stored if each.is_variant == is_variant]
            self.fields[name].initial = "\n".join(lines)
        names = [person.full_name, *(each.text for each in stored)]
        names = [name for name in names if name]
        signatory, participant = self.fields["signatory"], self.fields["registration"]
        assert isinstance(signatory, forms.ModelChoiceField)
        assert isinstance(participant, forms.ModelChoiceField)
        signatory.queryset = person.conference.signatories.all()
        is_named = Q(full_name__in=names) | Q(own_script__in=names)
        participant.queryset = Registration.objects.public().filter(
            is_named, conference=person.conference
        )
        participant.help_text = _(
            "Those whom the public list may name, and who have one of these names."
        )

    @property
    def names(self) -> dict[str, list[str]]:
        """As the action takes them."""
        return {
            "spellings": self.cleaned_data["right"],
            "variants": self.cleaned_data["variants"],
        }


class OfficeForm(Versioned, OneLines, forms.ModelForm[DatedOffice]):
    """A title, and from when until when it is or was held."""

    since = DateField3(label=_("In office since"), required=False)
    until = DateField3(label=_("In office until"), required=False)

    class Meta:
        model = DatedOffice
        fields = ("title", "since", "until", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.instance
        self.fields["title"] = in_languages(
            office.person.conference, office.title or {}, label=_("Title")
        )
        self.order_fields(["title", "since", "until", "source"])


class StatementForm(Versioned, OneLines, forms.ModelForm[Statement]):
    """Who said or wrote it, in which office, when, and its words."""

    made_on = DateField3(label=_("Date"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    sections = (
        Section(
            _("Statement"), _("A message of support, a speech, a letter."),
            ("speaker", "office", "title", "made_on", "source"),
        ),
        Section(
            _("Words"), _("Quotations in this language are held against them."),
            ("language", "text"),
        ),
    )  # fmt: skip

    class Meta:
        model = Statement
        fields = (
            "speaker", "office", "title", "made_on", "language", "text", "source",
        )  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 16, "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conference = self.instance.conference
        speaker, language = self.fields["speaker"], self.fields["language"]
        assert isinstance(speaker, forms.ModelChoiceField)
        assert isinstance(language, forms.ChoiceField)
        speaker.queryset = conference.named_people.all()
        language.choices = [
            ("", _("not known yet")), *named(content_languages(conference)),
        ]  # fmt: skip
