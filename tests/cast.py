"""The same few people in every test: see also hemicycle/demo and docs/demo.md."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from hemicycle.conferences import kinds
from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Day,
    Hall,
    Hat,
    Notice,
    Role,
    Signatory,
    Window,
    Zone,
)
from hemicycle.delegations.models import CapRule, Delegation, Registration
from hemicycle.doors.models import Door
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Name,
    Organisation,
    Standing,
)
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft
from hemicycle.post.models import Email
from hemicycle.vetting.actions.offer import approve_rule, submit_rule
from hemicycle.vetting.models import OfferRule
from hemicycle.vetting.waiting import WaitingList

# Every test happens now, unless it says otherwise: the opening morning.
OPENING_MORNING = datetime(2019, 8, 26, 13, 30, tzinfo=UTC)


@dataclass
class Cast:
    conference: Conference
    clara: User  # chief of secretariat
    rosa: User  # registrar
    ravi: User  # second registrar
    petra: User  # protocol officer
    paul: User  # press officer
    dina: User  # door supervisor
    sam: User  # door steward
    amina: User  # focal point of Aurora
    bruno: User  # focal point of Borealis
    lin: User  # representative of Aurora
    eve: User  # signed in, belongs nowhere
    representative: Category
    guest: Category  # outside every cap
    aurora: Organisation
    borealis: Organisation
    delegation: Delegation  # Aurora's
    north: Door
    signatory: Signatory


def make_conference(**kw: Any) -> Conference:
    """A published conference in Salt Lake City with days, zones, windows, notices."""
    fields = {
        "slug": "uncsc-2019",
        "edition": 68,
        "name": {
            "en": "68th United Nations Civil Society Conference",
            "ar": "المؤتمر الثامن والستون للأمم المتحدة للمجتمع المدني",
        },
        "short_name": "UNCSC 2019",
        "theme": {"en": "Building Inclusive and Sustainable Cities and Communities"},
        "starts_on": date(2019, 8, 26),
        "ends_on": date(2019, 8, 28),
        "time_zone": "America/Denver",
        "venue": {"en": "Salt Palace Convention Center"},
        "city": {"en": "Salt Lake City", "ar": "سولت ليك سيتي"},
        "country": "US",
        "languages": ["en", "ar"],
        "is_published": True,
    } | kw
    conference = Conference.objects.create(**fields)
    for day in (26, 27, 28):
        Day.objects.create(conference=conference, date=date(2019, 8, day))
    zone_a = Zone.objects.create(conference=conference, code="A", name={"en": "Halls"})
    zone_b = Zone.objects.create(
        conference=conference, code="B", name={"en": "Press centre"}
    )
    Hall.objects.create(conference=conference, name="Hall 1", zone=zone_a, booths=6)
    representative = Category.objects.create(
        conference=conference, code="NGO", name={"en": "Representative", "ar": "ممثل"}
    )
    guest = Category.objects.create(
        conference=conference,
        code="GUE",
        position=1,
        name={"en": "Guest of the secretariat", "ar": "ضيف الأمانة"},
        seat=3,
        counts_in_delegation=False,
        counts_in_conference=False,
        is_open=False,
    )
    representative.zones.add(zone_a)
    guest.zones.add(zone_a, zone_b)
    opens = datetime(2019, 3, 1, tzinfo=UTC)
    for kind in kinds.windows():
        Window.objects.create(
            conference=conference,
            kind=kind,
            opens_at=opens,
            closes_at=datetime(2019, 8, 27, 6, 0, tzinfo=UTC),
        )
    for kind, required in (
        ("conduct", True), ("privacy", True), ("photographs", False), ("list", False),
    ):  # fmt: skip
        Notice.objects.create(
            conference=conference,
            kind=kind,
            text={"en": f"The text about {kind}.", "ar": "النص"},
            is_required=required,
            published_at=opens,
        )
    for cap, label, rule in (
        (20, "any organisation", {}),
        (40, "associated with DGC", {"standing": "dgc"}),
        (100, "academic institutions", {"kind": "academic"}),
    ):
        CapRule.objects.create(
            conference=conference, cap=cap, label={"en": label}, **rule
        )
    return conference


def make_user(name: str, conference: Conference | None = None, *hats: str) -> User:
    user = User.objects.create_user(
        f"{name.lower()}@example.org", name=name, needs_second_factor=bool(hats)
    )
    for hat in hats:
        Role.objects.create(conference=conference, user=user, hat=hat)
    return user


def make_organisation(name: str, **kw: Any) -> Organisation:
    from hemicycle.organisations import naming

    organisation = Organisation(name=name, **{"country": "TN"} | kw)
    naming.create([organisation])
    return organisation


def make_name(organisation: Organisation, name: str, **kw: Any) -> Name:
    from hemicycle.organisations import naming

    other = Name.objects.create(organisation=organisation, name=name, **kw)
    naming.write(organisation)
    return other


def make_registration(**kw: Any) -> Registration:
    """A nominated member, with no counters touched. `delegation` or `conference`."""
    from hemicycle.lib.search import index_text

    delegation = kw.get("delegation")
    conference = kw.pop("conference", None) or delegation.conference
    name = kw.setdefault("full_name", "Chen Wei")
    fields = {
        "category": conference.categories.first(),
        "state": Registration.State.NOMINATED,
        "person_key": sha256(f"{name}-{kw.get('email', '')}".encode()).hexdigest(),
        "search": index_text(name),
    } | kw
    return Registration.objects.create(conference=conference, **fields)


def make_cast(**kw: Any) -> Cast:
    conference = make_conference(**kw)
    aurora = make_organisation("Aurora")
    Standing.objects.create(organisation=aurora, kind=Standing.Kind.DGC)
    borealis = make_organisation("Borealis", country="IS")
    amina, bruno, lin, eve = (
        make_user(name) for name in ("Amina", "Bruno", "Lin", "Eve")
    )
    for organisation, user in ((aurora, amina), (borealis, bruno)):
        FocalPoint.objects.create(
            conference=conference, organisation=organisation, user=user
        )
        Accreditation.objects.create(
            conference=conference,
            organisation=organisation,
            state=Accreditation.State.ACCREDITED,
        )
    delegation = Delegation.objects.create(
        conference=conference, organisation=aurora, cap=40
    )
    organiser = CoOrganiser.objects.create(
        conference=conference,
        name={"en": "Department of Global Communications"},
        role={"en": "Co-organiser"},
        is_controller=True,
    )
    signatory = Signatory.objects.create(
        conference=conference,
        co_organiser=organiser,
        name="Ingrid Solberg",
        title={"en": "Chair of the planning committee", "ar": "رئيسة لجنة التخطيط"},
    )
    return Cast(
        conference=conference,
        clara=make_user("Clara", conference, Hat.CHIEF),
        rosa=make_user("Rosa", conference, Hat.REGISTRAR),
        ravi=make_user("Ravi", conference, Hat.REGISTRAR),
        petra=make_user("Petra", conference, Hat.PROTOCOL),
        paul=make_user("Paul", conference, Hat.PRESS),
        dina=make_user("Dina", conference, Hat.SUPERVISOR),
        sam=make_user("Sam", conference, Hat.STEWARD),
        amina=amina,
        bruno=bruno,
        lin=lin,
        eve=eve,
        representative=conference.categories.get(code="NGO"),
        guest=conference.categories.get(code="GUE"),
        aurora=aurora,
        borealis=borealis,
        delegation=delegation,
        north=Door.objects.create(
            conference=conference,
            name="North",
            zone=conference.zones.get(code="A"),
        ),
        signatory=signatory,
    )


def make_email(template: str, *, send_key: str, **kw: Any) -> Email:
    """An e-mail in the outbox, in English unless `language` says otherwise."""
    fields: dict[str, Any] = {"language": "en"} | kw
    return Draft(template=template, **fields).send(send_key=send_key)


def approve_offers(cast: Cast, **says: Any) -> OfferRule:
    """Rosa submits a rule of the waiting list, Ravi approves it: places are offered."""
    rule = OfferRule(conference=cast.conference, **says)
    seen = WaitingList(cast.conference).fingerprint(rule)
    rule = submit_rule(cast.conference, rule, seen=seen, actor=cast.rosa)
    return approve_rule(rule, seen=seen, actor=cast.ravi)
