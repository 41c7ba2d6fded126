"""The gallery: every component on one page, for those who build pages."""

import datetime as dt

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hemicycle.ui.fields import (
    CodeField,
    CountryField,
    DateField3,
    EmailField,
    NameField,
)
from hemicycle.ui.paging import page_of

NOW = dt.datetime(2019, 8, 26, 13, 30, tzinfo=dt.UTC)


class Example(forms.Form):
    """One field of every kind."""

    full_name = NameField(
        label=_("Full name"), help_text=_("As you write it, in any script.")
    )
    email = EmailField(label=_("E-mail address"))
    born_on = DateField3(label=_("Date of birth"), autocomplete="bday")
    nationality = CountryField(label=_("Nationality"))
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("ngo", _("Organisation")), ("press", _("Press"))],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label=_("What you need"),
        required=False,
        choices=[("step", _("Step-free access")), ("sign", _("Sign language"))],
        widget=forms.CheckboxSelectMultiple,
    )
    remarks = forms.CharField(label=_("Remarks"), required=False, widget=forms.Textarea)
    photo = forms.FileField(label=_("Photograph"), required=False)
    code = CodeField(label=_("Code from the e-mail"), required=False)
    accepts = forms.BooleanField(label=_("I accept the code of conduct"))


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Only in the demonstration and in tests; elsewhere there is no such page."""
    if not (settings.DEBUG or settings.IS_DEMO or settings.IS_TESTING):
        raise Http404
    sent = request.GET if "sent" in request.GET else None
    return render(
        request,
        "ui/gallery.html",
        {
            # The question posts a token, which a page for everybody must not hold.
            "public": "staff" not in request.GET,
            "form": Example(sent),
            "now": NOW,
            "first": dt.date(2019, 8, 26),
            "last": dt.date(2019, 8, 28),
            "groups": [
                (_("Organisations"), 2641),
                (_("Youth"), 1213),
                (_("Governments and United Nations"), 402),
                (_("Press"), 118),
            ],
            "small": [(_("Confirmed"), 9), (_("Nominated"), 4)],
            "steps": [_("Your details"), _("Your name on the badge"), _("Consents")],
            "page": page_of(range(5912), request.GET.get("page", 3)),
            "people": [
                ("Amina Haddad", "أمينة حداد", "TN", "good", _("Approved")),
                ("Wang Xiulan", "王秀兰", "CN", "wait", _("Name differs from ID")),
                ("Nguyễn Thị Minh Châu", "", "VN", "good", _("Approved")),
                ("Sukarno", "", "ID", "plain", _("Nominated")),
                ("Ólafur Þór Jónsson", "", "IS", "stop", _("Refused")),
            ],
        },
    )
