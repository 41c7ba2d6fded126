"""E-mails that wait for somebody, for the desk."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from hemicycle.lib.needs import Need
from hemicycle.post.models import Email, MailServer


def needs(conference: Any) -> Iterator[Need]:
    """Those that were not delivered; those that wait only while the server is away."""
    page = reverse("post:index", args=[conference.slug])
    emails = Email.objects.filter(conference=conference)
    if MailServer.read().is_away:
        waiting = emails.queued().count()
        words = ngettext(
            "e-mail waits: the mail server accepts none",
            "e-mails wait: the mail server accepts none",
            waiting,
        )
        yield Need(waiting, words, f"{page}?view=pending", is_trouble=True)
    failed, held = emails.not_delivered()
    words = ngettext(
        "e-mail could not be delivered", "e-mails could not be delivered", failed
    )
    yield Need(failed, words, f"{page}?state=failed", is_trouble=True)
    words = ngettext(
        "e-mail may or may not have arrived",
        "e-mails may or may not have arrived",
        held,
    )
    yield Need(held, words, f"{page}?state=held", is_trouble=True)
