"""What happens to whom and when, as plain data: the same for the same seed.

A plan is the whole history. `as of a moment` the bulk writer stores what had happened by
then, so that every moment belongs to one story. Nothing here touches the database.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from hemicycle.demo import names
from hemicycle.demo.moments import CONFIRM_BY, DEADLINE, local
from hemicycle.lib.codes import ALPHABET, ID_LENGTH, SHORT_CODE_LENGTH

INVITING_FROM = local("2019-03-04 09:00")
PICK_UP_FROM = local("2019-08-25 12:00")
DOORS_FROM = local("2019-08-26 06:30")
OPENING = local("2019-08-26 09:30")
DOORS = ["North", "South", "West Temple", "Hall of workshops", "Press", "Youth hub"]
MAIN_DOORS = DOORS[:4]
COUNTED = ("NGO", "ACA", "GOV", "UNS", "EXH", "VOL", "PRE")


@dataclass
class Organisation:
    id: str
    name: str
    kind: str
    country: str
    subdivision: str = ""
    city: str = ""
    own_name: str = ""
    standings: tuple[str, ...] = ()
    focal_name: str = ""
    focal_email: str = ""
    language: str = "en"
    category: str = "NGO"
    cap: int = 20
    invited_at: datetime | None = None
    answered_at: datetime | None = None
    accepts: bool = True
    reason: str = ""


@dataclass
class Scan:
    at: datetime
    door: str
    is_green: bool = True


@dataclass
class Person:
    id: str
    code: str
    full_name: str
    own_script: str
    gender: str
    nationality: str
    residence: str
    category: str
    email: str
    language: str = "en"
    age_band: str = "33-59"
    part: str = "member"
    functional_title: str = ""
    id_name: str = ""
    affiliation: str = ""
    organisation: Organisation | None = None
    nominated_at: datetime | None = None
    confirmed_at: datetime | None = None
    decided_at: datetime | None = None
    verdict: str = ""  # approve, refuse, wait
    reason: str = ""
    withdrawn_at: datetime | None = None
    lapsed_at: datetime | None = None
    offered_at: datetime | None = None
    serial: str = ""
    handed_out_at: datetime | None = None
    scans: list[Scan] = field(default_factory=list)
    allows_photographs: bool = True
    allows_list: bool = True


@dataclass
class Plan:
    seed: int
    organisations: list[Organisation]
    people: list[Person]
    strangers: list[Scan]  # red scans of codes that are no badge

    def approved(self) -> Iterator[Person]:
        """Those who are approved in the end, and stay so."""
        for person in self.people:
            if person.verdict == "approve" and not person.withdrawn_at:
                yield person


class Sizes(ValueError):
    """These numbers do not fit together; the text says how."""


def make(
    *, representatives: int = 5700, organisations: int = 812, countries: int = 135,
    seed: int = 68, among: Sequence[str] = (),
) -> Plan:  # fmt: skip
    """A conference of that size: so many approved people, from so many organisations
    and countries and areas; and beside them those who decline, wait, are refused, are
    late or do not come. The countries `among` are counted; others see to it that
    somebody comes from there.

    Raises Sizes where fewer people than organisations or countries are asked for, or
    more countries than there are names for.
    """
    if not 1 <= countries <= len(names.COUNTRIES):
        raise Sizes(
            f"Between 1 and {len(names.COUNTRIES)} countries and areas, please."
        )
    if organisations < 1 or representatives < max(
        organisations, countries - len(among)
    ):
        raise Sizes(
            "There must be at least one organisation, and as many representatives as "
            "organisations and as countries."
        )
    return _Planner(
        Random(seed), representatives, organisations, _first(countries, among), seed
    ).plan(among)


def _first(number: int, among: Sequence[str]) -> list[str]:
    """So many countries, those that send most first, and all of `among`."""
    others = [country for country in names.COUNTRIES if country not in among]
    chosen = {*among, *others[: number - len(among)]}
    return [country for country in names.COUNTRIES if country in chosen]


class _Planner:
    def __init__(
        self,
        chance: Random,
        people: int,
        organisations: int,
        countries: list[str],
        seed: int,
    ) -> None:
        self.chance, self.seed = chance, seed
        self.n_people, self.n_organisations = people, organisations
        self.countries = countries
        # Few countries send many: weights fall like 1 / (rank + 3).
        self.weights = [1 / (rank + 3) for rank in range(len(countries))]
        self.taken_names: set[str] = set()
        self.numbers = 0

    def plan(self, among: Sequence[str]) -> Plan:
        organisations = self._organisations()
        people: list[Person] = []
        in_delegations = round(self.n_people * 0.9)
        for organisation, size in self._sizes(organisations, in_delegations):
            people += self._delegation(organisation, size)
        approved = sum(person.verdict == "approve" for person in people)
        people += self._individuals(self.n_people - approved)
        self._nationalities([p for p in people if p.verdict == "approve"], among)
        people += self._others(organisations)
        organisations += self._not_coming()
        self._arrivals(people)
        return Plan(self.seed, organisations, people, self._strangers(len(people)))

    # -- Organisations ------------------------------------------------------------------

    def _organisations(self) -> list[Organisation]:
        made = []
        for place in range(self.n_organisations):
            kind = self._one_of(
                ngo=78, academic=8, foundation=5, chamber=3, government=4, media=2
            )
            made.append(self._organisation(kind, self._country(place)))
        return made

    def _organisation(self, kind: str, country: str) -> Organisation:
        name = names.organisation(self.chance, kind, 0)
        while name in self.taken_names:
            self.numbers += 1
            name = names.organisation(self.chance, kind, self.numbers + 1)
        self.taken_names.add(name)
        own_name, _pool = names.own_name(self.chance, country, len(self.taken_names))
        standings: tuple[str, ...] = ()
        if kind in ("ngo", "foundation", "chamber"):
            if self.chance.random() < 0.35:
                standings += ("dgc",)
            if self.chance.random() < 0.3:
                standings += (
                    self._one_of(**{"ecosoc-special": 7, "ecosoc-roster": 2, "ecosoc-general": 1}),
                )  # fmt: skip
        utah = country == "US" and self.chance.random() < 0.55
        invited = INVITING_FROM + timedelta(minutes=self.chance.randrange(20 * 24 * 60))
        pool = names.COUNTRIES[country]
        number = len(self.taken_names)
        focal, _script = names.person(self.chance, country, self.chance.choice("wm"))
        cap = 40 if standings or utah else 20
        return Organisation(
            id=self._id(),
            name=name,
            kind=kind,
            country=country,
            subdivision="Utah" if utah else "",
            city="Salt Lake City" if utah else "",
            own_name=own_name,
            standings=standings,
            focal_name=focal,
            focal_email=f"focal{number}@example.org",
            language="ar" if pool == "arabic" else "en",
            category={"academic": "ACA", "government": "GOV", "media": "PRE"}.get(kind, "NGO"),
            cap=100 if kind == "academic" else cap,
            invited_at=invited,
            answered_at=invited
            + timedelta(minutes=60 + int(self.chance.expovariate(1 / 9000))),
        )  # fmt: skip

    def _sizes(
        self, organisations: list[Organisation], people: int
    ) -> Iterator[tuple[Organisation, int]]:
        """Approved members by organisation: everyone at least one, few many, all capped."""
        room = [max(1, org.cap - 3) for org in organisations]
        sizes = [1] * len(organisations)
        left = min(people, sum(room)) - len(organisations)
        wishes = [self.chance.paretovariate(1.1) for _org in organisations]
        while left > 0:
            open_ones = [i for i, size in enumerate(sizes) if size < room[i]]
            whole = sum(wishes[i] for i in open_ones)
            given = 0
            for i in open_ones:
                more = min(room[i] - sizes[i], int(left * wishes[i] / whole))
                sizes[i] += more
                given += more
            if not given:
                for i in open_ones[:left]:
                    sizes[i] += 1
                    given += 1
            left -= given
        return zip(organisations, sizes, strict=True)

    def _not_coming(self) -> list[Organisation]:
        made = []
        for _place in range(max(1, self.n_organisations // 8)):
            organisation = self._organisation("ngo", self._country(None))
            organisation.accepts = False
            if self.chance.random() < 0.55:
                organisation.answered_at = None
            else:
                organisation.reason = self.chance.choice(
                    [
                        "No budget for travel this year.",
                        "Our general assembly is on the same days.",
                        "Visas would not arrive in time.",
                    ]
                )
            made.append(organisation)
        return made

    # -- People ------------------------------------------------------------------------

    def _delegation(self, organisation: Organisation, size: int) -> list[Person]:
        parts = ["head", "deputy" if size > 3 else "member"] + ["member"] * size
        people = []
        for part in parts[:size]:
            country = (
                organisation.country
                if self.chance.random() < 0.9
                else self._country(None)
            )
            person = self._person(country, organisation.category)
            person.organisation, person.part = organisation, part
            person.residence = organisation.country
            self._approve(person)
            people.append(person)
        return people

    def _individuals(self, number: int) -> list[Person]:
        people = []
        for _place in range(number):
            category = self._one_of(NGO=30, VOL=28, UNS=12, GOV=14, PRE=9, EXH=5, GUE=2)
            person = self._person(self._country(None), category)
            if category in ("PRE", "UNS", "GOV"):
                person.affiliation = names.organisation(
                    self.chance, "media" if category == "PRE" else "government", 0
                )
            self._approve(person)
            people.append(person)
        return people

    def _others(self, organisations: list[Organisation]) -> list[Person]:
        """Refused, waiting, lapsed, withdrawn, undecided, late: beside the approved."""
        kinds = (
            ["refuse"] * 24 + ["lapse"] * 50 + ["withdraw"] * 28 + ["wait"] * 12
            + ["undecided"] * 32 + ["late"] * 10 + ["unconfirmed"] * 14
        )  # fmt: skip
        people = []
        room: dict[str, int] = {}
        for place in range(round(self.n_people * len(kinds) / 1000)):
            kind = kinds[place % len(kinds)]
            organisation = self.chance.choice(organisations)
            person = self._person(organisation.country, organisation.category)
            if kind == "wait":
                person.category, person.affiliation = "PRE", "Radio Lantern"
            else:
                # Two extra at most: nominated ones hold a place of the delegation too.
                if room.setdefault(organisation.id, 0) == 2:
                    continue
                room[organisation.id] += 1
                person.organisation = organisation
            self._nominate(person)
            getattr(self, f"_{kind}")(person)
            people.append(person)
        return people

    def _person(self, country: str, category: str) -> Person:
        gender = self._one_of(w=50, m=48, o=1, unsaid=1)
        name, script = self._new_name(country, gender)
        self.numbers += 1
        id = self._id()
        id_name = name
        if self.chance.random() < 0.012:
            id_name = (
                name.split()[-1] + " " + names.person(self.chance, country, "m")[0]
            )
        return Person(
            id=id,
            code=self._code(),
            full_name=name,
            own_script=script,
            gender="" if gender == "unsaid" else gender,
            nationality=country,
            residence=country,
            category=category,
            email=f"person{self.numbers}@example.org",
            language="ar" if names.COUNTRIES[country] == "arabic" else "en",
            age_band=self._one_of(**{"18-32": 43, "33-59": 44, "60+": 13}),
            id_name=id_name,
            serial=self._code(),
            allows_photographs=self.chance.random() < 0.9,
            allows_list=self.chance.random() < 0.85,
        )

    def _nominate(self, person: Person, until: datetime = DEADLINE) -> None:
        begins = local("2019-03-10 08:00")
        if person.organisation and person.organisation.answered_at:
            begins = max(begins, person.organisation.answered_at)
            begins = min(begins, DEADLINE - timedelta(days=20))
            person.organisation.answered_at = min(
                person.organisation.answered_at, begins
            )
        span = (until - begins).total_seconds()
        # Many early, and a rush at the end, as deadlines make it.
        share = self.chance.random()
        share = share**2 if share < 0.6 else 1 - (1 - share) ** 2 / 3
        person.nominated_at = begins + timedelta(seconds=span * min(share, 0.999))

    def _confirm(self, person: Person) -> None:
        assert person.nominated_at
        later = timedelta(minutes=10 + int(self.chance.expovariate(1 / 4000)))
        person.confirmed_at = min(
            person.nominated_at + later,
            CONFIRM_BY - timedelta(minutes=self.chance.randrange(1, 5000)),
        )
        person.confirmed_at = max(
            person.confirmed_at, person.nominated_at + timedelta(minutes=5)
        )

    def _decide(self, person: Person, verdict: str) -> None:
        assert person.confirmed_at
        later = timedelta(minutes=60 + int(self.chance.expovariate(1 / 11000)))
        person.decided_at = min(
            person.confirmed_at + later,
            local("2019-08-24 18:00") - timedelta(minutes=self.chance.randrange(9000)),
        )
        person.decided_at = max(
            person.decided_at, person.confirmed_at + timedelta(minutes=30)
        )
        person.verdict = verdict

    def _approve(self, person: Person) -> None:
        self._nominate(person)
        self._confirm(person)
        self._decide(person, "approve")

    def _refuse(self, person: Person) -> None:
        self._confirm(person)
        self._decide(person, "refuse")
        person.reason = self.chance.choice(
            [
                "The details could not be matched with the organisation.",
                "The name on the ID belongs to another registration.",
                "The organisation asked us not to go on.",
            ]
        )

    def _wait(self, person: Person) -> None:
        self._confirm(person)
        self._decide(person, "wait")

    def _lapse(self, person: Person) -> None:
        person.lapsed_at = CONFIRM_BY + timedelta(minutes=20)

    def _withdraw(self, person: Person) -> None:
        self._confirm(person)
        self._decide(person, "approve")
        assert person.decided_at
        person.withdrawn_at = person.decided_at + timedelta(
            minutes=self.chance.randrange(200, 20_000)
        )
        person.withdrawn_at = min(person.withdrawn_at, local("2019-08-25 11:00"))
        person.withdrawn_at = max(
            person.withdrawn_at, person.decided_at + timedelta(minutes=1)
        )

    def _undecided(self, person: Person) -> None:
        self._confirm(person)

    def _late(self, person: Person) -> None:
        person.nominated_at = local("2019-08-21 09:00") + timedelta(
            minutes=self.chance.randrange(6000)
        )
        person.confirmed_at = person.nominated_at + timedelta(minutes=45)

    def _unconfirmed(self, person: Person) -> None:
        person.nominated_at = local("2019-08-20 09:00") + timedelta(
            minutes=self.chance.randrange(6000)
        )

    def _nationalities(self, approved: list[Person], among: Sequence[str]) -> None:
        """Every country of the plan is there, none but these."""
        people_of = Counter(person.nationality for person in approved)
        missing = [
            country
            for country in self.countries
            if country not in people_of and country not in among
        ]
        # From the largest delegations' ends, whoever is not the only one of a country.
        for person in reversed(approved):
            if not missing:
                break
            if people_of[person.nationality] == 1 and person.nationality not in among:
                continue
            people_of[person.nationality] -= 1
            country = missing.pop()
            name, script = self._new_name(country, person.gender)
            person.nationality = country
            person.full_name = person.id_name = name
            person.own_script = script

    # -- Doors -------------------------------------------------------------------------

    def _arrivals(self, people: list[Person]) -> None:
        """A quarter never comes; some fetch the badge on the eve, most come early."""
        for person in people:
            if person.verdict != "approve" or person.withdrawn_at:
                continue
            if self.chance.random() < 0.27:
                continue
            first = self.chance.random()
            if first < 0.3:
                person.handed_out_at = PICK_UP_FROM + timedelta(
                    seconds=self.chance.randrange(6 * 3600)
                )
            days = [0, 1, 2] if first < 0.85 else [1, 2]
            for day in days:
                if day and self.chance.random() < 0.25:
                    continue
                start = DOORS_FROM + timedelta(days=day)
                spread = self.chance.betavariate(2.2, 2.0) * 2.9 * 3600
                at = start + timedelta(seconds=spread)
                if person.handed_out_at is None:
                    person.handed_out_at = at - timedelta(seconds=40)
                door = (
                    "Press"
                    if person.category == "PRE"
                    else self.chance.choice(MAIN_DOORS)
                )
                person.scans.append(Scan(at, door))
                if self.chance.random() < 0.35:
                    hours = timedelta(seconds=self.chance.randrange(7200, 20_000))
                    person.scans.append(
                        Scan(at + hours, self.chance.choice(MAIN_DOORS))
                    )

    def _strangers(self, people: int) -> list[Scan]:
        """Red scans: some in the first hour already, so that the doors show them."""
        return [
            *self._reds(max(3, people // 270), 3600),
            *self._reds(max(3, people // 90), 3 * 24 * 3600),
        ]

    def _reds(self, number: int, seconds: int) -> list[Scan]:
        return [
            Scan(
                DOORS_FROM + timedelta(seconds=self.chance.randrange(seconds)),
                self.chance.choice(DOORS),
                False,
            )
            for _one in range(number)
        ]

    def _new_name(self, country: str, gender: str) -> tuple[str, str]:
        """A name that nobody has yet; one in a hundred is somebody else's too."""
        pool = gender if gender in ("w", "m") else "w"
        name, script = names.person(self.chance, country, pool)
        for _try in range(8):
            if name not in self.taken_names or self.chance.random() < 0.0003:
                break
            name, script = names.person(self.chance, country, pool)
        else:
            # The pool is used up: a second name from it, as many people have.
            more, more_script = names.person(self.chance, country, pool)
            name = f"{name} {more.split()[0]}"
            script = script and f"{script} {more_script.split()[0]}".strip()
        self.taken_names.add(name)
        return name, script

    # -- Chance ------------------------------------------------------------------------

    def _country(self, place: int | None) -> str:
        if place is not None and place < len(self.countries):
            return self.countries[place]
        return self.chance.choices(self.countries, self.weights)[0]

    def _one_of(self, **weights: int) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def _id(self) -> str:
        return "".join(self.chance.choices(ALPHABET, k=ID_LENGTH))

    def _code(self) -> str:
        return "".join(self.chance.choices(ALPHABET.upper(), k=SHORT_CODE_LENGTH))
