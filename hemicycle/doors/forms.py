from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.fields import MomentField
from hemicycle.conferences.models import Conference, Zone
from hemicycle.journal.versions import Versioned


class DoorForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    zone = forms.ModelChoiceField(
        Zone.objects.none(),
        label=_("Zone"),
        help_text=_("Badges of categories that have this zone may enter."),
    )

    def __init__(self, *args: object, conference: Conference, **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]  # passed on
        zones = self.fields["zone"]
        assert isinstance(zones, forms.ModelChoiceField)
        zones.queryset = conference.zones.all()


class ChangeDoorForm(Versioned, DoorForm):
    is_open = forms.BooleanField(label=_("In use"), required=False)


class DeviceForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the phone"),
        max_length=80,
        help_text=_("As written on its label, for example “phone 7”."),
    )


class ShiftForm(forms.Form):
    """Times are those of the conference's zone."""

    steward = forms.CharField(label=_("Steward"), max_length=300)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("starts_at", _("From")), ("ends_at", _("Until"))):
            self.fields[name] = MomentField(zone=conference.zone, label=label)


class CodeForm(forms.Form):
    # Longer than any code, so that a scanner that reads a web address is answered too.
    code = forms.CharField(label=_("Code"), max_length=1000, strip=True)
    scan = forms.RegexField("^[0-9a-z]{26}$")


class PinForm(forms.Form):
    pin = forms.CharField(label=_("PIN of your shift"), max_length=12)
