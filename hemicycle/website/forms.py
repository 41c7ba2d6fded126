"""The forms of this room. They check shape; the verbs refuse."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hemicycle.people.models import User
from hemicycle.ui.fields import EmailField, NameField
from hemicycle.ui.formats import ENDONYMS
from hemicycle.ui.forms import OneLines
from hemicycle.website import policy
from hemicycle.website.models import LONGEST, Enquiry


def words_field(label: Any, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **kwargs)


class ContactForm(OneLines, forms.Form):
    """What somebody outside asks, and where the answer goes."""

    subject = forms.ChoiceField(label=_("Subject"))
    words = words_field(_("Your message"))
    name = NameField(label=_("Your name"), max_length=200)
    email = EmailField(
        label=_("Your e-mail address"),
        help_text=_("The answer is sent there, with a link to this enquiry."),
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=[*ENDONYMS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject = self.fields["subject"]
        assert isinstance(subject, forms.ChoiceField)
        subject.choices = [("", _("Choose a subject")), *subjects()]


class WriteAgainForm(forms.Form):
    words = words_field(_("Your message"))


class AnswerForm(forms.Form):
    words = words_field(
        _("Answer"),
        help_text=_("Write the body only: greeting and signature are added."),
    )


class AssignForm(forms.Form):
    """A colleague whose work the subject is, or no one."""

    marks_optional = False
    assigned_to = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("No one"),
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"assigned_to": enquiry.assigned_to_id})
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = policy.colleagues_for(enquiry).order_by("name")


class MoveForm(forms.Form):
    subject = forms.ChoiceField(label=_("Subject"))

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"subject": enquiry.subject})
        super().__init__(*args, **kwargs)
        subject = self.fields["subject"]
        assert isinstance(subject, forms.ChoiceField)
        subject.choices = subjects()


def subjects() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in Enquiry.Subject.choices]
