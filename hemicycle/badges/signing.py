"""What stands in a badge's code, and who signs it."""

from datetime import datetime, time, timedelta

from django.conf import settings

from hemicycle.conferences.models import Conference
from hemicycle.lib.signing import BadgeCode, Signer, signer

# Badges are handed out, and people may come to set up, the day before.
DAYS_BEFORE = 1


def badge_signer() -> Signer:
    return signer(settings.KEYS)


def validity(conference: Conference) -> tuple[datetime, datetime]:
    """The eve of the first day to the end of the last, in the conference's zone."""
    start = datetime.combine(
        conference.starts_on - timedelta(days=DAYS_BEFORE), time(), conference.zone
    )
    return start, conference.ends_at


def code_for(
    conference: Conference, serial: str, category: str, span: tuple[datetime, datetime]
) -> str:
    """The signed code, 143 signs. It carries no name."""
    return badge_signer().sign(
        BadgeCode(
            event=conference.pk,
            serial=serial,
            category=category,
            valid_from=span[0],
            valid_until=span[1],
        )
    )
