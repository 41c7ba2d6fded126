"""What a conference still lacks for its next step, each with the page that mends it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference, Notice, Window
from hemicycle.lib import clock


class Missing(NamedTuple):
    """What to do, in words, and where."""

    sentence: str
    address: str


def for_publication(conference: Conference) -> list[Missing]:
    """What must be there before strangers may see the conference."""
    missing = []
    if not conference.co_organisers.exists():
        missing.append(_no_co_organiser(conference))
    elif not conference.co_organisers.filter(is_controller=True).exists():
        missing.append(
            Missing(
                _(
                    "Say which co-organiser is responsible for personal data "
                    "(controller)."
                ),
                _page(conference, "parts", "co-organisers"),
            )
        )
    if not conference.categories.exists():
        missing.append(
            Missing(
                _("Add at least one category to come as."),
                _page(conference, "add-part", "categories"),
            )
        )
    kinds = {notice.kind for notice in Notice.objects.in_force(conference, clock.now())}
    if Notice.Kind.PRIVACY not in kinds:
        missing.append(
            Missing(_("Publish a privacy notice."), _page(conference, "notices"))
        )
    return missing


def for_invitations(conference: Conference) -> list[Missing]:
    """What must be there before an invitation can be sent, opened and answered."""
    missing = []
    if not conference.co_organisers.exists():
        missing.append(_no_co_organiser(conference))
    elif not conference.signatories.exists():
        missing.append(
            Missing(
                _("Add a signatory: whose name and title the letters print."),
                _page(conference, "add-part", "signatories"),
            )
        )
    missing += [
        Missing(sentence, _page(conference, "add-part", "windows"))
        for sentence in _windows_not_set(conference)
    ]
    if not conference.is_published:
        missing.append(
            Missing(
                _("Make the conference public: before, links in letters lead nowhere."),
                _page(conference, "show"),
            )
        )
    return missing


def _windows_not_set(conference: Conference) -> list[str]:
    """Without the second and third, those who accept come to a closed door."""
    needed = {
        Window.Kind.INVITATION: _("Say from when until when invitations are answered."),
        Window.Kind.NOMINATION: _("Say from when until when people are nominated."),
        Window.Kind.CONFIRMATION: _(
            "Say from when until when people confirm their details."
        ),
    }
    known = set(conference.windows.values_list("kind", flat=True))
    return [sentence for kind, sentence in needed.items() if kind not in known]


def _no_co_organiser(conference: Conference) -> Missing:
    return Missing(
        _("Name at least one co-organiser."),
        _page(conference, "add-part", "co-organisers"),
    )


def _page(conference: Conference, name: str, *parts: str) -> str:
    return reverse(f"conferences:{name}", args=[conference.slug, *parts])
