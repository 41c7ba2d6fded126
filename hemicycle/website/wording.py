"""The e-mails of an enquiry, as drafts."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation

from hemicycle.lib import clock
from hemicycle.newsroom.languages import nearest
from hemicycle.people.actions import make_link
from hemicycle.post.drafts import Draft, facts_of
from hemicycle.website.models import Enquiry

LINK_VALID = timedelta(days=180)
BESIDES = {
    "assigned_to": "who answers is not told",
    "search": "derived from the rest",
}


def received(enquiry: Enquiry) -> Draft:
    """The link to its page. It holds nothing that was typed: whoever enters another's
    address sends them no words of their own."""
    return _draft("website/received", enquiry, {})


def answered(enquiry: Enquiry, words: str) -> Draft:
    """The answer itself, with the link to go on."""
    context = {"name": enquiry.name, "words": words.strip()}
    return _draft("website/answered", enquiry, context)


def _draft(template: str, enquiry: Enquiry, context: dict[str, str]) -> Draft:
    with translation.override(nearest(enquiry.language)):
        subject = str(enquiry.get_subject_display())
    return Draft(
        template=template,
        to=enquiry.email,
        language=nearest(enquiry.language),
        conference=enquiry.conference,
        thing=enquiry,
        sealed={"link": lambda: _link(enquiry)},
        context={**context, "subject": subject},
        facts={
            "enquiry": facts_of(enquiry, besides=BESIDES),
            "messages": list(enquiry.messages.values_list("pk", flat=True)),
        },
    )


def _link(enquiry: Enquiry) -> str:
    """To its page: the button mails a code to the address it came from."""
    conference = enquiry.conference
    with translation.override(nearest(enquiry.language)):
        path = reverse("website:enquiry", args=[conference.slug, enquiry.pk])
    return make_link(
        enquiry.email, path, conference=conference,
        expires_at=clock.real_now() + LINK_VALID,
    )  # fmt: skip
