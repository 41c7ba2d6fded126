"""The components, as template tags. docs/guides/components.md shows each in use."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hemicycle.lib import addresses, countries
from hemicycle.lib import translated as texts
from hemicycle.lib.clock import now
from hemicycle.ui import charts, conflicts, formats, icons
from hemicycle.ui import seats as half_circle
from hemicycle.ui.forms import AnyForm, Problem, problems_of
from hemicycle.ui.sections import Part, parts_of, tongues_of

register = template.Library()

STATES = {"good", "wait", "stop", "plain"}
NOTICES = {"info": "info", "good": "circle-check", "wait": "triangle-alert"}
NOTICES |= {"stop": "octagon-x"}
EMPTY_HALL = 120
MESSAGE_KINDS = {"success": "good", "warning": "wait", "error": "stop"}


# -- Words and signs -------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of ui/icons; with a label it speaks, without one it is silent."""
    return icons.icon(name, label)


@register.simple_tag
def state(kind: str, label: str) -> SafeString:
    """A state as shape, colour and word with a capital: good, wait, stop, plain."""
    if kind not in STATES:
        raise template.TemplateSyntaxError(
            f"state: {kind!r} is none of {', '.join(sorted(STATES))}"
        )
    return format_html('<span class="state {}">{}</span>', kind, capfirst(label))


@register.simple_tag
def current_section(navigation: Iterable[tuple[str, str, bool]]) -> str:
    """The label of the section that the page is in; empty where it is in none."""
    return next((label for label, _href, is_current in navigation if is_current), "")


@register.filter
def address(value: str) -> str:
    """An e-mail address as its owner writes it: the domain in its own script."""
    return addresses.shown(value) if value else ""


@register.filter
def in_language(value: Any) -> str:
    """A name kept in several languages, in the reader's; else English; else any."""
    return str(texts.in_language(value)) if value else ""


@register.filter
def utc_offset(when: dt.datetime, zone: formats.Zone) -> str:
    """A zone's distance from UTC at a moment: "UTC−6"."""
    return formats.utc_offset(when.astimezone(formats.zone_of(zone)))


@register.simple_tag
def country(code: str) -> str:
    """The short name used at the United Nations, in the reader's language."""
    return countries.name(code, formats.language_now()) if code else ""


@register.simple_tag
def endonym(code: str) -> str:
    """A language by the name it gives itself: "العربية", not "ar"."""
    return formats.ENDONYMS.get(code, code)


@register.simple_tag
def person(registration: Any) -> SafeString:
    """A name as its owner writes it, the own script beside it, each kept apart."""
    name = getattr(registration, "full_name", None) or str(registration)
    script = getattr(registration, "told_script", "")
    if not script or script == name:
        return format_html('<span class="person"><bdi>{}</bdi></span>', name)
    return format_html(
        '<span class="person"><bdi>{}</bdi> '
        '<bdi class="script" lang="und">{}</bdi></span>',
        name,
        script,
    )


# -- Numbers and time ------------------------------------------------------------------


@register.simple_tag
def number(value: int | float | Decimal | None) -> str:
    return _("not known") if value is None else formats.number(value)


@register.simple_tag
def share(part: float, whole: float) -> str:
    return formats.share(part, whole)


@register.simple_tag(takes_context=True)
def moment(
    context: Context, when: dt.datetime | None, zone: formats.Zone | None = None
) -> SafeString | str:
    """Day, time and zone, by default in the conference's own zone."""
    if when is None:
        return ""
    zone = zone or _zone_of(context)
    return _time(when, zone, formats.moment(when, zone))


@register.simple_tag(takes_context=True)
def deadline(
    context: Context, when: dt.datetime | None, zone: formats.Zone | None = None
) -> SafeString | str:
    """Until when something counts; midnight as the end of the day before. Stands after
    "until" or "by", with the zone, by default the conference's."""
    if when is None:
        return ""
    zone = zone or _zone_of(context)
    return _time(when, zone, formats.deadline(when, zone))


def _time(when: dt.datetime, zone: formats.Zone, words: tuple[str, str]) -> SafeString:
    return format_html(
        '<time class="wrap" datetime="{}">{}&nbsp;<bdi>{}</bdi></time>',
        when.astimezone(formats.zone_of(zone)).isoformat(timespec="minutes"),
        *words,
    )


@register.simple_tag(takes_context=True)
def clock(
    context: Context, when: dt.datetime | None, zone: formats.Zone | None = None
) -> SafeString | str:
    """Only the time of day, for lists that say the day and the zone above."""
    if when is None:
        return ""
    zone = zone or _zone_of(context)
    local = when.astimezone(formats.zone_of(zone))
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        formats.clock(when, zone),
    )


@register.simple_tag(takes_context=True)
def day(context: Context, value: dt.date | None, kind: str = "day") -> SafeString | str:
    """A date in words. Kinds: "day" with weekday, "date", "short" without a year."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = formats.day_of(value, _zone_of(context))
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), formats.day(value, kind)
    )


@register.simple_tag
def days(first: dt.date, last: dt.date) -> str:
    """A span: "26 to 28 August 2019"."""
    return formats.days(first, last)


def _zone_of(context: Context) -> formats.Zone:
    return getattr(context.get("conference"), "zone", None) or "UTC"


# -- Figures and charts ----------------------------------------------------------------


@register.inclusion_tag("ui/figure.html", takes_context=True)
def figure(
    context: Context,
    value: int | float | Decimal | str | None,
    label: str,
    source: str = "",
    time: dt.datetime | None = None,
    definition: str = "",
    href: str = "",
) -> dict[str, Any]:
    """A number with what it counts, where it comes from and when it was true."""
    zone = formats.zone_of(_zone_of(context))
    is_today = time is not None and (
        formats.day_of(time, zone) == formats.day_of(now(), zone)
    )
    if value is None:
        text = "–"
    else:
        text = value if isinstance(value, str) else formats.number(value)
    return {
        "value": text,
        "is_known": value is not None,
        "label": label,
        "source": source,
        "time": time,
        # A page that is kept for everybody must say the day, too.
        "is_short": is_today and not context.get("public"),
        "definition": definition,
        "href": href,
        "conference": context.get("conference"),
    }


@register.inclusion_tag("ui/counted.html", takes_context=True)
def counted(
    context: Context,
    definition: str,
    source: str = "",
    time: dt.datetime | None = None,
) -> dict[str, Any]:
    """How a figure, a table or a chart is counted, folded away under it."""
    return {
        "definition": definition,
        "source": source,
        "time": time,
        "conference": context.get("conference"),
    }


@register.inclusion_tag("ui/chart.html", name="chart")
def chart_of(
    chart: charts.Chart, note: str = "", svg_href: str = "", csv_href: str = ""
) -> dict[str, Any]:
    """A chart with its table, and links to both as files."""
    return {
        "chart": chart,
        "svg": charts.svg(chart),
        "note": note,
        "svg_href": svg_href,
        "csv_href": csv_href,
    }


@register.inclusion_tag("ui/meter.html")
def meter(taken: int, cap: int | None, label: str = "") -> dict[str, Any]:
    """Places taken of a cap. Without a cap, only the number."""
    left = max(0, cap - taken) if cap is not None else None
    return {
        "taken": taken,
        "cap": cap,
        "left": left,
        "label": label,
        "width": min(100, round(100 * taken / cap, 1)) if cap else 100 * bool(taken),
        "is_full": cap is not None and taken >= cap,
    }


@register.inclusion_tag("ui/seats.html")
def seats(
    groups: Iterable[Sequence[Any]] | Mapping[str, int],
    total: int | None = None,
    label: str = "",
    empty: str = "",
) -> dict[str, Any]:
    """The half circle: groups of (label, people), the rest of `total` empty.

    Colours go by position; a third item 1 to 4 sets one, and groups of one colour are
    drawn and named together. More than four colours become three and the others. A
    fourth item sets the shape ("full", "dot", "ring"): known without colour, too.
    `empty` names the seats left in the key; the table has every group by itself.
    """
    pairs = groups.items() if isinstance(groups, Mapping) else groups
    everybody = [
        half_circle.Group(
            str(pair[0]),
            int(pair[1]),
            int(pair[2]) if len(pair) > 2 else place,
            str(pair[3]) if len(pair) > 3 else "full",
        )
        for place, pair in enumerate(pairs, start=1)
    ]
    coloured = half_circle.by_colour(everybody, _(", "))
    drawn = half_circle.at_most_four(coloured, _("Others"))
    taken = sum(group.count for group in everybody)
    total = taken if total is None else max(total, taken)
    marks = {group.seat: group.mark for group in drawn}
    return _drawing(drawn, total, marks) | {
        "label": label,
        "groups": drawn,
        "everybody": everybody,
        "total": total,
        "taken": taken,
        "free": total - taken,
        "empty": empty or _("Free"),
    }


@register.inclusion_tag("ui/half_circle.html")
def half_circle_of(groups: Iterable[Sequence[Any]], label: str) -> dict[str, Any]:
    """Only the drawing of `seats`, without key and table.

    Groups of (label, number, colour, shape) in this order; a colour may come again.
    `label` says the same in words.
    """
    seated = [half_circle.Group(*group) for group in groups]
    total = sum(group.count for group in seated)
    return _drawing(seated, total, {group.seat: group.mark for group in seated}) | {
        "label": label
    }


def _drawing(
    groups: Sequence[half_circle.Group], total: int, marks: Mapping[int, str]
) -> dict[str, Any]:
    dots, each = half_circle.dots_for(total)
    # Before anybody is there the hall is drawn all the same, with empty seats.
    hall = half_circle.hall(dots or EMPTY_HALL)
    return {
        "paths": [
            (seat or "empty", line, marks.get(seat, "full"))
            for seat, line in half_circle.paths(groups, total or EMPTY_HALL)
        ],
        "small": round(hall.diameter * 0.5, 1),
        "diameter": hall.diameter,
        "height": round(hall.height, 1),
        "width": half_circle.WIDTH,
        "each": each,
    }


# -- Parts of a page -------------------------------------------------------------------


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """A remark in the page. Kinds: info, good, wait, stop."""
    if kind not in NOTICES:
        raise template.TemplateSyntaxError(
            f"notice: {kind!r} is none of {', '.join(sorted(NOTICES))}"
        )
    return format_html(
        '<div class="notice {}"{}>{}<div>{}</div></div>',
        kind,
        format_html(' role="{}"', "alert") if kind == "stop" else "",
        icons.icon(NOTICES[kind]),
        content,
    )


@register.filter
def notice_kind(level: str) -> str:
    """The notice for a message's level."""
    return MESSAGE_KINDS.get(level, "info")


@register.filter
def merged_words(labels: Sequence[str]) -> str:
    """What others changed in the meantime, as a sentence."""
    return conflicts.merged_words(labels)


@register.filter
def notice_icon(kind: str) -> SafeString:
    return icons.icon(NOTICES[kind])


@register.simple_tag
def back(label: Any, page: str, *ids: Any, query: str | None = "") -> SafeString:
    """The way up from a page, in its block `lead`: `page` and `ids` as for url, or an
    address of ours. `query` leads back to the list as it was filtered."""
    return format_html(
        '<p><a class="back" href="{}{}">{}<bdi>{}</bdi></a></p>',
        page if page.startswith("/") else reverse(page, args=ids),
        f"?{query}" if query else "",
        icons.icon("chevron-left"),
        label,
    )


@register.inclusion_tag("ui/empty.html")
def empty(
    title: str, text: str = "", href: str = "", label: str = ""
) -> dict[str, str]:
    """A list with nothing in it: what that means, and what to do next."""
    return {"title": title, "text": text, "href": href, "label": label or _("Continue")}


@register.inclusion_tag("ui/steps.html")
def steps(items: Iterable[Any], current: int = 1) -> dict[str, Any]:
    """Where in a sequence the reader stands. Items are labels or (label, address)."""
    return {
        "steps": [
            {
                "label": item[0] if isinstance(item, list | tuple) else item,
                "href": item[1] if isinstance(item, list | tuple) else "",
                "is_done": place < current,
                "is_current": place == current,
            }
            for place, item in enumerate(items, start=1)
        ]
    }


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(
    context: Context, page: "Page[Any]", parameter: str = "page"
) -> dict[str, Any]:
    """Links to the other pages of a list; the rest of the query string is kept."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def address(n: int) -> str:
        if query is None:
            return f"?{parameter}={n}"
        query[parameter] = str(n)
        return f"?{query.urlencode()}"

    here, last = page.number, page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
    numbers: list[dict[str, Any]] = []
    for n in shown:
        if numbers and n - numbers[-1]["n"] > 1:
            numbers.append({"n": n - 1, "gap": True})
        numbers.append(
            {"n": n, "href": address(n), "is_current": n == here, "far": n != here}
        )
    return {
        "page": page,
        "numbers": numbers if last > 1 else [],
        "previous": address(here - 1) if page.has_previous() else "",
        "next": address(here + 1) if page.has_next() else "",
        "first": page.start_index(),
        "final": page.end_index(),
        "count": page.paginator.count,
    }


@register.inclusion_tag("ui/confirm.html", takes_context=True)
def confirm_button(
    context: Context,
    label: str,
    action: str = "",
    question: str = "",
    detail: str = "",
    confirm: str = "",
    kind: str = "",
    form: BaseForm | None = None,
    hidden: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A button that asks before it posts to `action`.

    Opens in place without JavaScript, as a dialog with it. `form` adds fields to the
    question (a reason), `hidden` fixed values; `kind` is "stop" for what destroys.
    """
    return _confirmation(context, label, action, question, detail, confirm, kind) | {
        "form": form,
        "hidden": hidden or {},
    }


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    label: str,
    action: str = "",
    question: str = "",
    detail: str = "",
    confirm: str = "",
    kind: str = "",
) -> SafeString:
    """Like confirm_button, with the fields of the question between the tags."""
    return render_to_string(
        "ui/confirm.html",
        _confirmation(context, label, action, question, detail, confirm, kind)
        | {"content": content},
    )


def _confirmation(
    context: Context,
    label: str,
    action: str,
    question: str,
    detail: str,
    confirm: str,
    kind: str,
) -> dict[str, Any]:
    request = context.get("request")
    return {
        "label": label,
        "action": action or (request.path if request is not None else ""),
        "question": question or _("Are you sure?"),
        "detail": detail,
        "confirm": confirm or label,
        "kind": kind,
        "csrf_token": context.get("csrf_token"),
        # A key of its own, so that what is confirmed twice is done once.
        "submission": secrets.token_urlsafe(16),
    }


# -- Forms -----------------------------------------------------------------------------


@register.filter
def problems(form: AnyForm) -> list[Problem]:
    return list(problems_of(form))


class Clash(NamedTuple):
    """A field that two people changed: its words, where it is, and who else it was."""

    label: str
    href: str
    who: str


@register.inclusion_tag("ui/forms/summary.html")
def error_summary(*forms: AnyForm | None) -> dict[str, Any]:
    """What is wrong in these forms, for pages that lay their fields out by hand; and
    what others changed in the meantime, where it shows in them."""
    given = [form for form in forms if form]
    return {
        "problems": [problem for form in given for problem in problems_of(form)],
        "merged": [label for form in given for label in getattr(form, "merged", ())],
        "clashes": [
            Clash(clash.label, f"#{form[name].first_input}", clash.who)  # type: ignore[attr-defined]  # a field of ours
            for form in given
            if not isinstance(form, BaseFormSet)
            for name, clash in getattr(form, "conflicts", {}).items()
        ],
    }


@register.filter
def parts(form: BaseForm) -> list[Part]:
    """The visible fields under the titles of `form.sections`."""
    return parts_of(form)


@register.inclusion_tag("ui/forms/tongues.html")
def text_languages(form: BaseForm) -> dict[str, Any]:
    """The languages of a form's texts as tabs, with what is filled in each."""
    return {"tongues": tongues_of(form), "form": form}


@register.inclusion_tag("ui/forms/long.html", takes_context=True)
def long_form(
    context: Context,
    form: BaseForm,
    save: str = "",
    nothing: str = "",
    reload: str = "",
) -> dict[str, Any]:
    """A long form: its sections with side titles, a table of them, and a bar that
    saves. `nothing` is what the bar says when all is saved, `reload` the address that
    shows what is stored, if it is not the page's own."""
    request = context.get("request")
    return {
        "form": form,
        "parts": parts_of(form),
        "save": save or _("Save changes"),
        "nothing": nothing,
        "reload": reload or (request.get_full_path() if request is not None else ""),
    }
