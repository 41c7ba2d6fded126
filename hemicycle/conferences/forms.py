"""Shapes of what a chief types. Rules are in `actions`."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences import kinds
from hemicycle.conferences.fields import MomentField, in_languages
from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Day,
    EarlierEdition,
    Hall,
    Hat,
    Role,
    Series,
    SetUp,
    Signatory,
    Window,
    Zone,
)
from hemicycle.journal.versions import Versioned
from hemicycle.lib import pictures
from hemicycle.ui.fields import (
    CountryField,
    DateField3,
    EmailField,
    NameField,
    ZoneField,
    ZoneSelect,
)
from hemicycle.ui.formats import ENDONYMS
from hemicycle.ui.forms import OneLines
from hemicycle.ui.sections import Section


def read_pictures(request: HttpRequest) -> None:
    """Read every picture that was sent; LogoField says what came of it.

    To be called before the transaction of the view: a picture is drawn to see whether
    it can be, for up to ten seconds, and nobody else may have to wait for that.
    """
    for file in request.FILES.values():
        file.picture = _picture(file.read(pictures.MAX_BYTES + 1))  # type: ignore[union-attr]  # a mark
        file.seek(0)  # type: ignore[union-attr]  # of one name, the last file


def _picture(content: bytes) -> pictures.Picture | pictures.CannotUse:
    try:
        return pictures.read(content)
    except pictures.CannotUse as error:
        return error


class LogoField(forms.FileField):
    """A PNG or JPEG picture, read by `read_pictures`; its first bytes say which it is,
    never its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ".png,.jpg,.jpeg"

    def clean(self, value: Any, initial: Any = None) -> tuple[str, str, bytes] | None:
        file: UploadedFile[bytes] | None = super().clean(value, initial)
        if not isinstance(file, UploadedFile):
            return None
        picture: pictures.Picture | pictures.CannotUse = file.picture  # type: ignore[attr-defined]  # see read_pictures
        if isinstance(picture, pictures.CannotUse):
            raise ValidationError(str(picture), code="not-a-picture")
        return (file.name or "logo", picture.content_type, picture.content)


LANGUAGE_CHOICES = [(code, name) for code, name in ENDONYMS.items()]


BASICS: tuple[str, ...] = (
    "slug", "edition", "short_name", "name", "theme", "starts_on", "ends_on",
    "time_zone", "venue", "address", "city", "region", "country", "languages",
    "regime", "minimum_age",
)  # fmt: skip


SECTIONS: tuple[Section, ...] = (
    Section(
        _("Names"), _("Shown on every page, e-mail, letter and badge."),
        (("short_name", "edition"), "name", "theme", "languages"),
    ),
    Section(_("Place"), "", ("venue", "address", "city", ("region", "country"))),
    Section(
        _("Days and time"),
        _("All times and deadlines are entered and shown in this time zone."),
        (("starts_on", "ends_on"), "time_zone"),
    ),
    Section(
        _("Rules"),
        _("A change applies from now on. People already registered keep their place."),
        ("regime", ("minimum_age",)),
    ),
    Section(_("Web address"), "", (("slug",),)),
)  # fmt: skip


def name_zone(form: forms.BaseForm, conference: Conference) -> None:
    """The time zone is called after the conference's city, on its first day."""
    widget = form.fields["time_zone"].widget
    assert isinstance(widget, ZoneSelect)
    widget.day = conference.starts_on
    widget.named = (conference.time_zone, conference.city_of_zone)


class BasicsForm(Versioned, OneLines, forms.ModelForm[Conference]):
    languages = forms.MultipleChoiceField(
        label=_("Languages of its texts"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = DateField3(label=_("First day"))
    ends_on = DateField3(label=_("Last day"))
    time_zone = ZoneField(label=_("Time zone"))
    country = CountryField(label=_("Country or area"), required=False)

    sections: tuple[Section, ...] = SECTIONS

    class Meta:
        model = Conference
        fields = BASICS
        help_texts = {
            "slug": _("Part of every address, such as uncsc-2019. Letters already sent "
                      "name it: change it only before the first."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conference = self.instance
        for name, label, required in (
            ("name", _("Name"), True), ("theme", _("Theme"), False),
            ("venue", _("Venue"), False), ("city", _("City"), False),
            ("region", _("State or province"), False),
        ):  # fmt: skip
            value = getattr(conference, name)
            self.fields[name] = in_languages(
                conference, value, label=label, required=required
            )
        name_zone(self, conference)


class BeginForm(BasicsForm):
    """The basics of a new conference: what is not asked can be added later."""

    class Meta(BasicsForm.Meta):
        fields = (
            "name", "short_name", "slug", "starts_on", "ends_on", "time_zone", "city",
            "country", "languages",
        )  # fmt: skip
        help_texts = {"slug": _("Part of every address, such as uncsc-2019.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("theme", "venue", "region"):
            del self.fields[name]
        self.fields["languages"].initial = self.instance.languages or ["en"]


class FirstForm(BeginForm):
    """As BeginForm, with who becomes the first chief."""

    chief_email = EmailField(label=_("Your e-mail address"))
    chief_name = NameField(label=_("Your name"))
    sections = (
        Section(_("You"), "", (("chief_name", "chief_email"),)),
        *SECTIONS,
    )
    field_order = ("chief_name", "chief_email")


class PartForm(Versioned, OneLines, forms.ModelForm[Any]):
    """A part of a conference. `related` is what the action wants beside the row."""

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference

    def related(self) -> dict[str, Any]:
        return {}

    def ask_in_languages(self, name: str, **kwargs: Any) -> None:
        label = self._meta.model._meta.get_field(name).verbose_name
        self.fields[name] = in_languages(
            self.conference,
            getattr(self.instance, name),
            label=str(label).capitalize(),
            **kwargs,
        )


class DayForm(PartForm):
    date = DateField3(label=_("Date"))

    class Meta:
        model = Day
        fields = ("date", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_in_languages("name", required=False)


class CoOrganiserForm(PartForm):
    url = forms.URLField(label=_("Page"), required=False, assume_scheme="https")
    new_logo = LogoField(
        label=_("Logo"),
        required=False,
        help_text=_("Printed at the head of letters. PNG or JPEG, at most 1 MB."),
    )
    no_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = CoOrganiser
        fields = (
            "name", "short_name", "role", "position", "is_controller", "contact", "url",
            "letterhead",
        )  # fmt: skip
        labels = {"position": _("Order in lists")}
        help_texts = {
            "is_controller": _(
                "Decides, alone or with others, why personal data are used. Named in "
                "the privacy notice."
            ),
            "contact": _("Address or page for questions about personal data."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_in_languages("name")
        self.ask_in_languages("role", required=False)
        if self.instance.logo_id:
            self.fields["new_logo"].label = _("Another logo")
        else:
            del self.fields["no_logo"]

    def related(self) -> dict[str, Any]:
        if self.cleaned_data.get("no_logo"):
            self.instance.logo = None
        return {"logo": self.cleaned_data.get("new_logo")}


class SignatoryForm(PartForm):
    name = NameField(label=_("Name"))
    since = DateField3(label=_("In office since"), required=False)
    until = DateField3(label=_("In office until"), required=False)

    class Meta:
        model = Signatory
        fields = ("name", "title", "co_organiser", "source", "since", "until")
        labels = {"co_organiser": _("For")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_in_languages("title")
        field = self.fields["co_organiser"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.conference.co_organisers.all()


class ZoneForm(PartForm):
    class Meta:
        model = Zone
        fields = ("code", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_in_languages("name")


class HallForm(PartForm):
    class Meta:
        model = Hall
        fields = ("name", "zone", "booths", "source")
        help_texts = {"source": _("Where these figures come from.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ModelChoiceField)
        zone.queryset = self.conference.zones.all()
        seats = (
            dict(self.instance.set_ups.values_list("kind", "capacity"))
            if not self.instance._state.adding
            else {}
        )
        for kind, label in SetUp.Kind.choices:
            self.fields[f"capacity-{kind}"] = forms.IntegerField(
                label=_("Capacity, %(kind)s") % {"kind": label},
                min_value=1,
                max_value=200_000,
                required=False,
                initial=seats.get(kind),
            )

    def related(self) -> dict[str, Any]:
        return {
            "capacities": {
                kind: self.cleaned_data.get(f"capacity-{kind}")
                for kind in SetUp.Kind.values
            }
        }


class CategoryForm(PartForm):
    opens = forms.ModelMultipleChoiceField(
        label=_("Zones its badge opens"),
        queryset=Zone.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Category
        fields = (
            "code", "name", "position", "seat", "cap", "is_open",
            "counts_in_delegation", "counts_in_conference",
        )  # fmt: skip
        labels = {"position": _("Order in lists")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_in_languages("name")
        opens = self.fields["opens"]
        assert isinstance(opens, forms.ModelMultipleChoiceField)
        opens.queryset = self.conference.zones.all()
        if not self.instance._state.adding:
            opens.initial = list(self.instance.zones.values_list("pk", flat=True))

    def related(self) -> dict[str, Any]:
        zones: Collection[Zone] = self.cleaned_data["opens"]
        return {"zones": list(zones)}


class WindowForm(PartForm):
    class Meta:
        model = Window
        fields = ("kind", "opens_at", "closes_at", "grace_minutes")
        help_texts = {
            "grace_minutes": _(
                "A page opened before the deadline may still be sent so long after it."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {code: kind.label for code, kind in kinds.windows().items()}
        if self.instance.kind and not self.instance.known:
            choices[self.instance.kind] = self.instance.kind
        self.fields["kind"] = forms.ChoiceField(
            label=_("For"), choices=[("", _("Choose")), *choices.items()]
        )
        zone = self.conference.zone
        where = self.conference.zone_in_words
        hint = _("Conference time: %(zone)s.") % {"zone": where}
        for name, label in (("opens_at", _("Opens")), ("closes_at", _("Closes"))):
            self.fields[name] = MomentField(zone=zone, label=label, help_text=hint)


class NoticeForm(Versioned, forms.Form):
    is_required = forms.BooleanField(
        label=_("Must be accepted"),
        required=False,
        help_text=_("Without it nobody is confirmed. Otherwise it is a free choice."),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.initial.get("text") or {}
        self.fields["text"] = in_languages(
            conference,
            text,
            label=_("Text"),
            long=True,
            max_length=20_000,
            needed=conference.languages,
        )
        self.order_fields(["text", "is_required"])


class RoleForm(forms.Form):
    """A role, for the whole conference or for a part of it."""

    hat = forms.ChoiceField(label=_("Role"), choices=Hat.choices)
    scope = forms.ChoiceField(
        label=_("Scope"),
        required=False,
        help_text=_(
            "A category: registrars and the help desk. A co-organiser’s invitations, "
            "and the delegations that come of them: protocol officers, too."
        ),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: dict[str, Category | CoOrganiser] = {}
        choices: list[Any] = [("", gettext("Whole conference"))]
        for name, label, parts in (
            ("category", gettext("One category"), conference.categories.all()),
            ("co_organiser", gettext("Invitations of"), conference.co_organisers.all()),
        ):
            keyed = {f"{name}.{part.pk}": part for part in parts}
            self.parts |= keyed
            choices += [(label, [(key, str(part)) for key, part in keyed.items()])]
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        scope.choices = choices

    @property
    def role(self) -> dict[str, Any]:
        """As the actions take it."""
        key = self.cleaned_data["scope"]
        part = {key.partition(".")[0]: self.parts[key]} if key else {}
        return {"hat": self.cleaned_data["hat"]} | part


class ChangeRoleForm(Versioned, RoleForm):
    """Another role for the person who has one; two chiefs may do so at once."""

    @staticmethod
    def initial_of(role: Role) -> dict[str, str]:
        """What the form shows of a role that exists."""
        scope = ""
        if role.category_id:
            scope = f"category.{role.category_id}"
        elif role.co_organiser_id:
            scope = f"co_organiser.{role.co_organiser_id}"
        return {"hat": role.hat, "scope": scope}


class AssignForm(RoleForm):
    """Who is asked to work as what, with a sentence for the e-mail."""

    email = EmailField(label=_("E-mail address"))
    note = forms.CharField(
        label=_("A sentence to your colleague"),
        required=False,
        max_length=300,
        help_text=_("Included word for word in the e-mail."),
    )
    field_order = ("email", "hat", "scope", "note")


class CopyForm(OneLines, forms.ModelForm[Conference]):
    """What differs from the conference copied."""

    starts_on = DateField3(label=_("First day"))
    ends_on = DateField3(label=_("Last day"))
    time_zone = ZoneField(label=_("Time zone"))
    country = CountryField(label=_("Country or area"), required=False)

    sections: tuple[Section, ...] = SECTIONS

    class Meta:
        model = Conference
        fields = (
            "slug", "edition", "short_name", "name", "theme", "starts_on", "ends_on",
            "time_zone", "venue", "city", "country",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, required in (
            ("name", _("Name"), True), ("theme", _("Theme"), False),
            ("venue", _("Venue"), False), ("city", _("City"), False),
        ):  # fmt: skip
            self.fields[name] = in_languages(
                self.instance, label=label, required=required
            )


class SeriesForm(OneLines, forms.Form):
    """An existing series of one's own, or the name of a new one."""

    def __init__(
        self,
        *args: Any,
        conference: Conference,
        choices: Collection[Series],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["series"] = forms.ModelChoiceField(
                Series.objects.filter(pk__in=[each.pk for each in choices]),
                label=_("Series"),
                required=False,
                empty_label=_("A new series"),
            )
        self.fields["name"] = in_languages(
            conference, label=_("Name of the new series"), required=not choices
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        if not cleaned.get("series") and not cleaned.get("name") and not self.errors:
            self.add_error("name", ValidationError(_("Write a name."), code="required"))
        return cleaned


class EarlierEditionForm(OneLines, forms.ModelForm[EarlierEdition]):
    class Meta:
        model = EarlierEdition
        fields = ("number", "year", "name", "place", "source")
        help_texts = {
            "year": _("Leave empty what is not known."),
            "source": _("Where this is published: a page, a document."),
        }
