"""Who waits for a decision, for the desk."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Flag, Registration
from hemicycle.lib.needs import Need
from hemicycle.vetting.models import Decision


def needs(conference: Conference) -> Iterator[Need]:
    """Registrations to decide, bulk decisions to approve, flags to resolve."""
    page = reverse("vetting:registrations", args=[conference.slug])
    people = Registration.objects.filter(conference=conference)
    to_decide = people.undecided().count()
    words = ngettext(
        "registration waits for a decision",
        "registrations wait for a decision",
        to_decide,
    )
    yield Need(to_decide, words, f"{page}?view=pending")
    pending = Decision.objects.filter(conference=conference).pending().count()
    words = ngettext(
        "bulk decision waits for a second person",
        "bulk decisions wait for a second person",
        pending,
    )
    yield Need(pending, words, reverse("vetting:decisions", args=[conference.slug]))
    flags = Flag.objects.filter(cleared_at=None)
    flagged = people.under_way().filter(pk__in=flags.values("registration")).count()
    words = ngettext(
        "undecided person has a flag that is not settled",
        "undecided people have a flag that is not settled",
        flagged,
    )
    yield Need(flagged, words, f"{page}?view=flagged")
