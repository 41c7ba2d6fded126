from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.fields import MomentField, in_languages
from hemicycle.conferences.models import Conference
from hemicycle.journal.versions import Versioned
from hemicycle.programme.models import Appearance, Session
from hemicycle.ui import formats
from hemicycle.ui.fields import NameField, TimeField
from hemicycle.ui.sections import Section


class SourcesField(forms.CharField):
    """One source on each line; kept as a list."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value).splitlines()
        return [line.strip()[:500] for line in lines if line.strip()]


class SessionForm(Versioned, forms.ModelForm[Session]):
    """A session: the day and the times in the conference's zone, or not known yet."""

    date = forms.TypedChoiceField(
        label=_("Day"),
        required=False,
        empty_value=None,
        coerce=lambda text: datetime.strptime(text, "%Y-%m-%d").date(),
    )
    starts = TimeField(label=_("Starts"), required=False)
    ends = TimeField(label=_("Ends"), required=False)
    sources = SourcesField(
        label=_("Sources"), required=False, help_text=_("One on each line.")
    )

    sections = (
        Section(
            _("Content"), _("What the public reads of it."),
            ("title", "kind", "organisers", "note"),
        ),
        Section(
            _("When and where"), _("Leave empty what is not known yet."),
            (("date", "starts", "ends"), ("hall", "place")),
        ),
        Section(
            _("Record"), _("Where each statement about it comes from."),
            ("is_official", "sources"),
        ),
    )  # fmt: skip

    class Meta:
        model = Session
        fields = (
            "title", "kind", "date", "hall", "place", "organisers", "note",
            "is_official", "sources",
        )  # fmt: skip
        labels = {"hall": _("Hall")}
        help_texts = {"place": _("Where it is not one of the halls.")}

    field_order = (
        "title", "kind", "date", "starts", "ends", "hall", "place", "organisers",
        "note", "is_official", "sources",
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        session = self.instance
        self.fields["title"] = in_languages(conference, session.title, label=_("Title"))
        self.fields["note"] = in_languages(
            conference, session.note, label=_("Note"), required=False, max_length=1000
        )
        date = self.fields["date"]
        assert isinstance(date, forms.TypedChoiceField)
        dates = {day.date for day in conference.days.all()}
        dates |= {session.date} if session.date else set()
        date.choices = [
            ("", _("not known yet")),
            *((day.isoformat(), formats.day(day, "date")) for day in sorted(dates)),
        ]
        hall = self.fields["hall"]
        assert isinstance(hall, forms.ModelChoiceField)
        hall.queryset = conference.halls.all()
        for name, moment in (("starts", session.starts_at), ("ends", session.ends_at)):
            if moment is not None:
                self.fields[name].initial = conference.local(moment).time()
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Turns day and times into moments; a time needs a day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("date")
        moment = MomentField(zone=self.conference.zone)
        moments: dict[str, datetime | None] = {}
        for name, field in (("starts", "starts_at"), ("ends", "ends_at")):
            at: time | None = cleaned.get(name)
            if at is None:
                moments[field] = None
            elif day is None:
                self.add_error(name, _("Choose the day first."))
            else:
                try:
                    moments[field] = moment.clean(f"{day} {at:%H:%M}")
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        if cleaned.get("ends") and not cleaned.get("starts"):
            self.add_error("starts", _("Write when it starts, too."))
        for field, value in moments.items():
            setattr(self.instance, field, value)
        return cleaned


class AppearanceForm(forms.ModelForm[Appearance]):
    """A guest, named and titled as billed."""

    guest = NameField(label=_("Guest, as billed"), autocomplete="off")

    class Meta:
        model = Appearance
        fields = ("guest", "guest_title", "role", "source")
