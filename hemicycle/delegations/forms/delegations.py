"""Shapes of what a focal point or the secretariat types about a delegation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations.actions.nominate import Nominee
from hemicycle.delegations.forms.details import DetailsForm
from hemicycle.delegations.forms.persons import PersonNameField
from hemicycle.delegations.models import CapRule, Registration
from hemicycle.delegations.models.details import Asked
from hemicycle.delegations.models.registration import person_key
from hemicycle.journal.versions import Versioned
from hemicycle.lib import countries, search, spreadsheet
from hemicycle.lib.headings import (
    EMAIL,
    FULL_NAME,
    PARTS_OF_NAMES,
    WHOLE_OR_PART,
)
from hemicycle.organisations.models import Organisation, Standing
from hemicycle.ui.fields import EmailField
from hemicycle.ui.fields.translated import TranslatedFormField
from hemicycle.ui.forms import OneLines

Part = Registration.Part

MOST_ROWS = 200
SPREADSHEET = {
    "full_name": FULL_NAME,
    "email": EMAIL,
    "part": (
        "part in the delegation", "role", "part", "rôle", "función", "rol", "роль",
        "角色", "الدور", "الدور في الوفد",
    ),
    "functional_title": (
        "title", "job title", "function", "fonction", "titre", "cargo", "puesto",
        "должность", "职务", "职位", "المنصب", "الوظيفة",
    ),
    "relation": (
        "relation", "relation to the organisation", "lien", "lien avec l’organisation",
        "relación", "vínculo", "связь", "与组织的关系", "关系", "الصلة",
        "الصلة بالمنظمة",
    ),
}  # fmt: skip
"""Headings by which a column is known, in any spelling of these."""
COLUMNS = spreadsheet.Columns(
    SPREADSHEET,
    needed=["full_name"],
    parts={"full_name": PARTS_OF_NAMES},
    either=WHOLE_OR_PART,
)
KEPT_OF_A_ROW = (*SPREADSHEET, "line", "unread")

_PARTS = {
    Part.HEAD: (
        "head", "head of delegation", "leader", "chef", "chef de délégation", "jefe",
        "jefe de delegación", "глава", "глава делегации", "团长", "رئيس",
        "رئيس الوفد", "رئيسة الوفد",
    ),
    Part.DEPUTY: (
        "deputy", "deputy head", "adjoint", "chef adjoint", "adjunto", "jefe adjunto",
        "заместитель", "заместитель главы", "副团长", "نائب", "نائب رئيس الوفد",
    ),
    Part.MEMBER: (
        "", "member", "membre", "miembro", "член", "член делегации", "成员", "团员",
        "عضو", "عضو الوفد",
    ),
}  # fmt: skip
PART_WORDS = {
    search.fold(word): part for part, words in _PARTS.items() for word in words
}


class PartField(forms.ChoiceField):
    """Head, deputy or member; a pasted row may say it in six languages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            # Member first: what a browser sends where no option fits.
            choices=[(part, part.label) for part in reversed(Part)],
            required=False,
            initial=Part.MEMBER,
            label=_("Part in the delegation"),
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value)
        return text if text in Part.values else PART_WORDS.get(search.fold(text), text)


class NomineeForm(DetailsForm):
    """One person, as a focal point knows them. They confirm the rest themselves."""

    asks = Asked.NOMINATION

    def __init__(
        self, *args: Any, conference: Conference, language: str, **kwargs: Any
    ) -> None:
        open_to_all = [
            category for category in conference.categories.all() if category.is_open
        ]
        super().__init__(*args, conference=conference, categories=open_to_all, **kwargs)
        self.only_category = open_to_all[0] if len(open_to_all) == 1 else None
        self.fields["language"].initial = language

    @property
    def nominee(self) -> Nominee:
        category = self.cleaned_data.get("category", self.only_category)
        member = self.cleaned_data.get("stands_for")
        return Nominee(category=category, stands_for=member, **self.details)


class ChangeNomineeForm(Versioned, NomineeForm):
    """What the focal point corrects of somebody nominated."""


class PasteForm(forms.Form):
    """Rows copied from a spreadsheet, or the spreadsheet itself."""

    rows = forms.CharField(
        label=_("Rows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "Copy the rows from your spreadsheet, with the line of headings: full "
            "name, e-mail, part, title, relation. Only the name is needed."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=format_lazy(
            _("Excel (.xlsx) or CSV, at most {limit} MB."), limit=spreadsheet.MAX_MB
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("rows") and not cleaned.get("file"):
            raise ValidationError(
                _("Paste the rows or choose a file."), code="nothing-given"
            )
        return cleaned


class RowForm(forms.Form):
    """One row of a pasted table, to be corrected in the page."""

    full_name = PersonNameField(label=_("Full name"), autocomplete="off")
    email = EmailField(label=_("E-mail address"), required=False)
    part = PartField()
    functional_title = forms.CharField(
        label=_("Functional title"), required=False, max_length=200
    )
    relation = forms.CharField(label=_("Relation"), required=False, max_length=200)
    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    unread = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off"}

    def has_changed(self) -> bool:
        """A row that was emptied is a mistake to be told, not one to be passed over."""
        return True

    @property
    def number(self) -> int:
        """As the spreadsheet counts, its headings included; else from 1."""
        line = str(self["line"].value() or "")
        return int(line) if line.isdecimal() else self._place + 1

    @property
    def _place(self) -> int:
        assert isinstance(self.prefix, str)
        return int(self.prefix.rpartition("-")[2])

    @property
    def nominee(self) -> Nominee:
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in SPREADSHEET
        }
        told["part"] = told["part"] or Part.MEMBER
        return Nominee(**told)


class TheRows(BaseFormSet[RowForm]):
    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave out")

    def check_against(self, conference: Conference, delegation_id: str) -> None:
        """Find who is in the table twice, or registered already; and two heads."""
        seen: dict[str, int] = {}
        keys: dict[str, RowForm] = {}
        head: int | None = None
        for form in self.good:
            cleaned = form.cleaned_data
            key = person_key(cleaned["full_name"], cleaned["email"], delegation_id)
            if key in seen:
                form.add_error(
                    "full_name",
                    ValidationError(
                        _("The same person as in row %(row)s."),
                        code="twice",
                        params={"row": seen[key]},
                    ),
                )
                continue
            seen[key], keys[key] = form.number, form
            if cleaned["part"] == Part.HEAD:
                if head is not None:
                    form.add_error(
                        "part",
                        ValidationError(
                            _("Row %(row)s is the head already."),
                            code="head-taken",
                            params={"row": head},
                        ),
                    )
                head = head or form.number
        ended = ["withdrawn", "lapsed", "substituted"]
        known = Registration.objects.filter(
            conference=conference, person_key__in=list(keys)
        ).exclude(state__in=ended)
        for key in known.values_list("person_key", flat=True):
            keys[key].add_error(
                "full_name",
                ValidationError(
                    _("This person is registered for the conference already."),
                    code="already-registered",
                ),
            )

    @property
    def kept(self) -> list[RowForm]:
        """The rows that are not to be left out, good or not."""
        self.is_valid()
        return [form for form in self.forms if not form.cleaned_data.get("DELETE")]

    @property
    def good(self) -> list[RowForm]:
        return [form for form in self.kept if form.is_valid()]

    @property
    def bad(self) -> list[RowForm]:
        return [form for form in self.kept if not form.is_valid()]


_Made = formset_factory(
    RowForm,
    formset=TheRows,
    extra=0,
    can_delete=True,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
)


def sent_rows(data: Mapping[str, Any]) -> TheRows:
    """The rows of a page as they were sent."""
    rows = _Made(data)
    assert isinstance(rows, TheRows)
    return rows


def rows_of(table: Sequence[Mapping[str, str]]) -> TheRows:
    """A bound formset of what was pasted, so that it shows at once what is wrong.

    A word for the part that means nothing to us is kept beside it: the select can't
    show it.
    """
    prefix = TheRows.get_default_prefix()
    data = {
        f"{prefix}-TOTAL_FORMS": str(len(table)),
        f"{prefix}-INITIAL_FORMS": "0",
    }
    for number, row in enumerate(table):
        told = dict(row)
        part = told.get("part", "")
        told["part"] = PART_WORDS.get(search.fold(part), part)
        if told["part"] not in Part.values:
            told["unread"] = "; ".join(filter(None, [told.get("unread"), part]))
        for name in KEPT_OF_A_ROW:
            data[f"{prefix}-{number}-{name}"] = told.get(name, "")
    return sent_rows(data)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
    )


class CapRuleForm(Versioned, OneLines, forms.ModelForm[CapRule]):
    country = forms.ChoiceField(label=_("Country or area"), required=False)

    class Meta:
        model = CapRule
        fields = [
            "cap", "label", "kind", "standing", "country", "subdivision",
            "members_places", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.conference = conference
        self.fields["label"] = TranslatedFormField(
            label=_("In words"),
            languages=[code for code, _name in settings.LANGUAGES],
            help_text=_("Printed as the reason of the cap."),
        )
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("Any")), *countries.choices()]
        for name, choices in (
            ("kind", Organisation.Kind.choices),
            ("standing", Standing.Kind.choices),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Any")), *choices]


class ConferenceCapForm(Versioned, forms.Form):
    cap = forms.IntegerField(
        label=_("Places of the whole conference"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Empty: no cap."),
    )
