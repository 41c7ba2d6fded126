from django import forms
from django.utils.translation import gettext_lazy as _

from hemicycle.post.models import Email


class FilterForm(forms.Form):
    """Which e-mails the list shows."""

    q = forms.CharField(
        label=_("Address or subject"), required=False, max_length=200, strip=True
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all e-mails")), *Email.State.choices],
    )
