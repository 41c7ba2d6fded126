"""The moments a visitor may choose. Times are invented unless a source is named."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

ZONE = ZoneInfo("America/Denver")


@cache
def local(text: str) -> datetime:
    """A moment in Salt Lake City, from "2019-08-26 07:30"."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


# "At capacity, or 2019-07-15 at the latest": registration page of the 68th, un.org. The
# hour is invented; so is what follows.
DEADLINE = local("2019-07-16 00:00")
CONFIRM_BY = local("2019-08-10 00:00")
REOPENED_UNTIL = local("2019-08-27 18:00")


@dataclass(frozen=True)
class Moment:
    key: str
    at: datetime
    name: Any
    text: Any


MOMENTS = {
    moment.key: moment
    for moment in (
        Moment(
            "nomination-week",
            local("2019-05-13 10:00"),
            _("Nomination week"),
            _("Invitations are out, delegations fill up, the first are approved."),
        ),
        Moment(
            "last-hour",
            local("2019-07-15 23:05"),
            _("The last hour before the deadline"),
            _("Nominations close at midnight in Salt Lake City."),
        ),
        Moment(
            "opening-morning",
            local("2019-08-26 07:30"),
            _("Opening morning"),
            _(
                "The doors are open. Late nominations are accepted until Tuesday "
                "evening."
            ),
        ),
        Moment(
            "day-after",
            local("2019-08-29 09:00"),
            _("The day after"),
            _("The conference is over: who attended, and who did not."),
        ),
    )
}
FIRST = "opening-morning"
