"""The chart of arrivals: bars by ten minutes, and the figures on its two axes."""

from datetime import datetime, timedelta
from typing import Any

from hemicycle.conferences.models import Conference
from hemicycle.ui.charts import round_top

SLOT = timedelta(minutes=10)
HOUR = timedelta(hours=1)
MOST_HOURS_NAMED = 5
BAR = 2  # units of the drawing, the gap after it included


def chart(conference: Conference, arrivals: list[list[Any]]) -> dict[str, Any] | None:
    """Arrivals of the newest day on which anybody came; nothing before anybody did.

    Both axes end at round figures: at whole hours, and at people that halve.
    """
    counted = {datetime.fromisoformat(start): people for start, people in arrivals}
    if not counted:
        return None
    newest = conference.day_of(max(counted))
    came = {at: n for at, n in counted.items() if conference.day_of(at) == newest}
    begins = conference.local(min(came)).replace(minute=0)
    hours = (max(came) - begins) // HOUR + 1
    step = -(-hours // MOST_HOURS_NAMED)
    hours = -(-hours // step) * step
    top = round_top(max(came.values()))
    return {
        "bars": [
            {"x": BAR * ((at - begins) // SLOT), "height": round(100 * n / top, 1)}
            for at, n in sorted(came.items())
        ],
        "width": BAR * hours * (HOUR // SLOT),
        "rows": sorted(came.items()),
        "people": [top, top // 2, 0],
        "hours": [begins + HOUR * n for n in range(0, hours + 1, step)],
    }
