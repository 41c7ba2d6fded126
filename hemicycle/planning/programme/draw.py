"""A plan as a picture: halls down, slots across, SVG without scripts or styles."""

from html import escape

from hemicycle.planning.programme.conference import Conference, Plan

COLUMN, ROW, LEFT, TOP = 92, 34, 120, 46


def draw(conference: Conference, plan: Plan, title: str = "Programme") -> str:
    """One box per session; grey before it is set-up or sweep, T2 names its team.

    Sizes are in pixels of the viewBox; the picture scales to its place on a page.
    """
    day = conference.slots_a_day
    width = LEFT + COLUMN * conference.slots + 12
    height = TOP + ROW * len(conference.halls) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="system-ui, sans-serif" font-size="12" role="img" '
        f'aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for d in range(conference.days):
        x = LEFT + d * day * COLUMN
        parts.append(f'<text x="{x + 4}" y="16" font-weight="600">Day {d + 1}</text>')
        parts.append(line(x, 4, x, height - 8, "#888888"))
    for t in range(conference.slots):
        parts.append(
            f'<text x="{LEFT + t * COLUMN + 4}" y="36" fill="#555555">slot {t}</text>'
        )
    for h, hall in enumerate(conference.halls):
        y = TOP + h * ROW
        parts.append(line(4, y, width - 8, y, "#dddddd"))
        marks = " B" * hall.has_booths + " H" * hall.is_equipped
        parts.append(
            f'<text x="8" y="{y + 21}">{escape(hall.name)}'
            f'<tspan fill="#555555"> {hall.seats}{marks}</tspan></text>'
        )
    teams = plan.teams or (None,) * len(plan.starts)
    for i, session in enumerate(conference.sessions):
        start, team = plan.starts[i], teams[i]
        y = TOP + plan.halls[i] * ROW + 3
        held = conference.occupied(i, start)
        if held.start < start:
            parts.append(box(held.start, 1, y, "#eeeeee", "#cccccc"))
        fill = "#d7e6f4" if session.has_interpretation else "#f3efe2"
        parts.append(box(start, session.slots, y, fill, "#6b7a89"))
        label = escape(session.name)
        if team is not None:
            label += f'<tspan fill="#33506b"> T{team}</tspan>'
        parts.append(
            f'<text x="{LEFT + start * COLUMN + 7}" y="{y + 18}">{label}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def box(start: int, slots: int, y: int, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{LEFT + start * COLUMN + 2}" y="{y}" width="{slots * COLUMN - 4}" '
        f'height="{ROW - 6}" rx="3" fill="{fill}" stroke="{stroke}"/>'
    )


def line(x1: int, y1: int, x2: int, y2: int, colour: str) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"/>'
