"""The 68th conference itself: what is on record, copied from facts.json with its sources;
what is not on record and is needed, marked as invented."""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Day,
    EarlierEdition,
    Hall,
    Notice,
    Role,
    Series,
    Signatory,
    Window,
    Zone,
)
from hemicycle.delegations import places
from hemicycle.delegations.models import CapRule, Counter
from hemicycle.demo.cast import CAST
from hemicycle.demo.moments import CONFIRM_BY, DEADLINE, REOPENED_UNTIL, ZONE, local
from hemicycle.demo.plan import DOORS
from hemicycle.demo.stable import stable_id
from hemicycle.doors.models import Door
from hemicycle.newsroom.models import DatedOffice, NamedPerson, Spelling, Statement
from hemicycle.people.models import User
from hemicycle.programme.models import Appearance, Session
from hemicycle.statistics.models import StatedFigure

FACTS = Path(__file__).with_name("facts.json")
SLUG = "uncsc-2019"
REGISTRATION_PAGE = "https://www.un.org/en/68th-united-nations-civil-society-conference/page/registration"

CATEGORIES = [
    # code, English, Arabic, seat colour, open to self-registration
    ("NGO", "Representative", "ممثل منظمة", 1, True),
    ("ACA", "Academic", "أكاديمي", 2, True),
    ("EXH", "Exhibitor", "عارض", 2, True),
    ("VOL", "Volunteer", "متطوع", 2, True),
    ("GOV", "Government or local authority", "حكومة أو سلطة محلية", 3, False),
    ("UNS", "United Nations entity", "كيان تابع للأمم المتحدة", 3, False),
    ("PRE", "Press", "صحافة", 4, True),
    ("GUE", "Guest of the secretariat", "ضيف الأمانة", 3, False),
]
KINDS = {
    "plenary": Session.Kind.PLENARY,
    "thematic_session": Session.Kind.THEMATIC,
    "workshop": Session.Kind.WORKSHOP,
    "workshop_block": Session.Kind.WORKSHOP,
    "youth_workshop": Session.Kind.YOUTH,
    "youth_caucus": Session.Kind.YOUTH,
    "youth_hub": Session.Kind.YOUTH,
    "press_briefing": Session.Kind.PRESS,
    "town_hall": Session.Kind.TOWN_HALL,
    "social": Session.Kind.SOCIAL,
    "service": Session.Kind.SERVICE,
}
NOTICES = {
    "conduct": (
        "We treat each other with respect. Harassment of any kind ends participation. "
        "(Invented for this demonstration.)",
        "نعامل بعضنا بعضاً باحترام. التحرش بأي شكل ينهي المشاركة. (نص مخترع لهذا العرض التجريبي.)",
        True,
    ),
    "privacy": (
        "Each co-organiser named below decides with the others why and how your data are "
        "used: to register you, to let you in, to count. They are erased after the "
        "conference. (Invented for this demonstration.)",
        "تقرر الجهات المنظِّمة المذكورة أدناه معاً سبب استخدام بياناتك وكيفيته: لتسجيلك وإدخالك والإحصاء. "
        "وتُمحى بعد المؤتمر. (نص مخترع لهذا العرض التجريبي.)",
        True,
    ),
    "photographs": (
        "Photographs and recordings of me may be published. You may say no and still "
        "come. (Invented for this demonstration.)",
        "يجوز نشر صور وتسجيلات لي. يمكنك الرفض والحضور مع ذلك. (نص مخترع لهذا العرض التجريبي.)",
        False,
    ),
    "list": (
        "My name and organisation may stand in the list of participants. You may say no "
        "and still come. (Invented for this demonstration.)",
        "يجوز إدراج اسمي ومنظمتي في قائمة المشاركين. يمكنك الرفض والحضور مع ذلك. (نص مخترع لهذا العرض التجريبي.)",
        False,
    ),
}


@lru_cache(maxsize=1)
def facts() -> dict[str, Any]:
    facts_read: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts_read


def build(now: datetime, slug: str = SLUG) -> Conference:
    """The conference with its place, rules, windows and programme, as of `now`."""
    described = facts()["conference"]
    venue = facts()["venue"]
    conference = Conference.objects.create(
        id=stable_id("conference", slug),
        slug=slug,
        series=_series(described) if slug == SLUG else None,
        edition=described["edition"],
        name={
            "en": described["name"],
            "ar": "المؤتمر الثامن والستون للأمم المتحدة للمجتمع المدني",
        },
        short_name=described["short_name"],
        theme=described["themes"],
        starts_on=date.fromisoformat(described["start_date"]),
        ends_on=date.fromisoformat(described["end_date"]),
        time_zone=described["timezone_iana"],
        venue={"en": venue["name"], "ar": "مركز سولت بالاس للمؤتمرات"},
        address=venue["address"],
        city=described["cities"],
        region=described["regions"],
        country="US",
        languages=["en", "ar"],
        is_published=True,
        is_specimen=True,
    )
    for number in range(3):
        Day.objects.create(
            conference=conference,
            date=date(2019, 8, 26 + number),
        )
    zones = _zones(conference)
    _halls(conference, zones["A"])
    _categories(conference, zones)
    _windows(conference, now)
    _cap_rules(conference)
    _notices(conference)
    _organisers(conference)
    for name in DOORS:
        Door.objects.create(
            id=stable_id("door", slug, name),
            conference=conference,
            name=name,
            zone=zones["P" if name == "Press" else "A"],
        )
    _sessions(conference)
    _named_people(conference)
    _stated_figures(conference)
    places.ensure_counters(conference)
    return conference


def set_caps(conference: Conference, *, approved: int, press: int) -> None:
    """Room for a few hundred more, but none for the press: somebody waits there."""
    Counter.objects.filter(conference=conference, category=None).update(
        cap=approved + max(20, approved // 20)
    )
    conference.categories.filter(code="PRE").update(cap=press)
    Counter.objects.filter(conference=conference, category__code="PRE").update(
        cap=press
    )


def give_hats(conference: Conference) -> None:
    """Everybody of the cast an account; the staff their hats. The same ids each time."""
    categories = {category.code: category for category in conference.categories.all()}
    organisers: dict[int | None, CoOrganiser] = {
        organiser.position: organiser for organiser in conference.co_organisers.all()
    }
    for member in CAST:
        user = User.objects.create(
            id=stable_id("cast", member.key),
            email=member.email,
            name=member.name,
            language=member.language,
            time_zone=conference.time_zone,
        )
        for hat in member.hats:
            Role.objects.create(
                conference=conference,
                user=user,
                hat=hat,
                category=categories.get(member.category),
                co_organiser=organisers.get(member.co_organiser),
            )


def _zones(conference: Conference) -> dict[str, Zone]:
    names = {
        "A": {"en": "Halls", "ar": "القاعات"},
        "P": {"en": "Press centre", "ar": "المركز الصحفي"},
    }
    return {
        code: Zone.objects.create(conference=conference, code=code, name=name)
        for code, name in names.items()
    }


def _halls(conference: Conference, zone: Zone) -> None:
    """Capacities are not on record: none is given."""
    for room in facts()["venue"]["rooms"]:
        Hall.objects.create(
            conference=conference, name=room["code"], zone=zone, source=room["seen_in"]
        )


def _categories(conference: Conference, zones: dict[str, Zone]) -> None:
    for position, (code, english, arabic, seat, is_open) in enumerate(CATEGORIES):
        category = Category.objects.create(
            id=stable_id("category", conference.slug, code),
            conference=conference,
            position=position,
            code=code,
            name={"en": english, "ar": arabic},
            seat=seat,
            is_open=is_open,
            counts_in_delegation=code != "GUE",
            counts_in_conference=code != "GUE",
        )
        category.zones.set(
            zones.values() if code in ("PRE", "GUE", "UNS") else [zones["A"]]
        )


def _windows(conference: Conference, now: datetime) -> None:
    """15 July is on record; the hours, and that late ones are taken again, are invented."""
    closes = {
        "invitation": DEADLINE,
        "nomination": DEADLINE,
        "confirmation": CONFIRM_BY,
        "substitution": local("2019-08-24 09:30"),
    }
    is_reopened = now >= local("2019-08-20 09:00")
    for kind, closes_at in closes.items():
        Window.objects.create(
            conference=conference,
            kind=kind,
            opens_at=local("2019-03-01 00:00"),
            closes_at=REOPENED_UNTIL if is_reopened else closes_at,
        )


def _cap_rules(conference: Conference) -> None:
    rules: list[tuple[int, str, str, dict[str, str]]] = [
        (20, "any organisation", "أي منظمة", {}),
        (40, "associated with DGC", "مرتبطة بإدارة التواصل العالمي", {"standing": "dgc"}),
        *(
            (40, "in consultative status with ECOSOC", "ذات مركز استشاري", {"standing": kind})
            for kind in ("ecosoc-general", "ecosoc-special", "ecosoc-roster")
        ),
        (40, "at home in Utah", "مقرها في يوتا", {"country": "US", "subdivision": "Utah"}),
        (100, "academic institution", "مؤسسة أكاديمية", {"kind": "academic"}),
    ]  # fmt: skip
    for cap, english, arabic, fits in rules:
        CapRule.objects.create(
            conference=conference,
            cap=cap,
            label={"en": english, "ar": arabic},
            source=REGISTRATION_PAGE,
            **fits,
        )


def _series(described: dict[str, Any]) -> Series:
    """The series, with earlier editions as far as the record has a source for them.

    Year and place of the 67th are not in the record: they stay unknown.
    """
    series, is_new = Series.objects.get_or_create(
        id=stable_id("series", "uncsc"),
        defaults={"name": described["names"]},
    )
    if is_new:
        for fact in facts()["earlier_editions"]:
            EarlierEdition.objects.create(
                id=stable_id("edition", str(fact["edition"])),
                series=series,
                number=fact["edition"],
                year=fact["year"],
                name=fact["name"],
                place=fact["place"] or "",
                source=fact["source"],
            )
    return series


def _notices(conference: Conference) -> None:
    for kind, (english, arabic, is_required) in NOTICES.items():
        Notice.objects.create(
            id=stable_id("notice", conference.slug, kind),
            conference=conference,
            kind=kind,
            text={"en": english, "ar": arabic},
            is_required=is_required,
            published_at=local("2019-03-01 00:00"),
        )


def _organisers(conference: Conference) -> None:
    for position, body in enumerate(facts()["co_organisers"]):
        organiser = CoOrganiser.objects.create(
            id=stable_id("organiser", conference.slug, str(position)),
            conference=conference,
            position=position,
            name=body["names"],
            short_name=body["short"] or "",
            role={"en": "Co-organiser", "ar": "جهة منظِّمة مشاركة"},
            letterhead=f"{body['name']}\nSPECIMEN, invented letterhead",
            is_controller=True,
            contact="privacy@demo.example (invented)",
        )
        if position in (0, 2):
            name, title, title_ar = (
                ("Ingrid Solheim", "Director of the Conference", "مديرة المؤتمر")
                if position == 0
                else (
                    "Samuel Adeyinka",
                    "Chair of the Invitations Panel",
                    "رئيس فريق الدعوات",
                )
            )
            Signatory.objects.create(
                id=stable_id("signatory", conference.slug, str(position)),
                conference=conference,
                co_organiser=organiser,
                name=name,
                title={"en": title, "ar": title_ar},
                source="invented for this demonstration",
            )


def _sessions(conference: Conference) -> None:
    halls = {hall.name: hall for hall in conference.halls.all()}
    for fact in facts()["sessions"]:
        session = Session.objects.create(
            id=stable_id("session", conference.slug, fact["id"]),
            conference=conference,
            title={"en": fact["title"]},
            kind=KINDS[fact["kind"]],
            date=fact["date"],
            starts_at=_at(fact["date"], fact["start_local"]),
            ends_at=_at(fact["date"], fact["end_local"]),
            hall=halls.get(fact["room"] or ""),
            place="" if fact["room"] in halls else fact["room"] or "",
            organisers=", ".join(fact["organisers"] or [])[:500],
            is_official=fact["title_is_official"],
            sources=fact["sources"],
        )
        _guests(session, fact["id"])


def _named_people(conference: Conference) -> None:
    """Who held which office, with where that is on record, and what they said."""
    people: dict[str, NamedPerson] = {}
    for fact in facts()["people"]:
        person = people[fact["name"]] = NamedPerson.objects.create(
            id=stable_id("named person", conference.slug, fact["name"]),
            conference=conference,
            full_name=fact["name"],
            source=fact["source"],
        )
        for spelling in fact.get("spellings", []):
            Spelling.objects.create(person=person, text=spelling)
        for office in fact["offices"]:
            DatedOffice.objects.create(
                person=person,
                title=office["title"],
                since=office.get("since"),
                until=office.get("until"),
                source=fact["source"],
            )
    for fact in facts()["statements"]:
        Statement.objects.create(
            id=stable_id("statement", conference.slug, fact["source"]),
            conference=conference,
            speaker=people[fact["speaker"]],
            title=fact["title"],
            made_on=fact["date"],
            language=fact["language"],
            source=fact["source"],
        )


def _stated_figures(conference: Conference) -> None:
    """Numbers that differ, side by side, each with who states it."""
    for n, fact in enumerate(facts()["stated_figures"]):
        StatedFigure.objects.create(
            id=stable_id("stated figure", conference.slug, str(n)),
            conference=conference,
            **fact,
        )


def _at(day: str | None, time: str | None) -> datetime | None:
    if not day or not time:
        return None
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE)


def _guests(session: Session, key: str) -> None:
    """Real people only as guests named in the record."""
    billed = {
        "68-P1": [
            ("António Guterres", Appearance.Role.VIDEO),
            ("Alison Smale", Appearance.Role.SPEAKER),
        ],
        "68-P2": [("María Fernanda Espinosa Garcés", Appearance.Role.SPEAKER)],
        "68-X1": [
            ("Alison Smale", Appearance.Role.SPEAKER),
            ("Maruxa Cardama", Appearance.Role.SPEAKER),
        ],
    }
    people = {person["name"]: person for person in facts()["people"]}
    for name, role in billed.get(key, []):
        Appearance.objects.create(
            session=session,
            guest=name,
            guest_title=people[name]["role"],
            role=role,
            source=people[name]["source"],
        )
