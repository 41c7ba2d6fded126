"""Hidden strangers: who must not be guessed from anything that others are answered.

Each is as like as can be to somebody of the world: the same name, the same address in
another delegation, the same organisation at another conference. They come by the verbs
of the house, so that whatever these infer, flag, count or write is there too.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from hemicycle.badges import actions as badges
from hemicycle.conferences.models import Conference, Hat, Notice
from hemicycle.delegations import flags, places
from hemicycle.delegations.actions.confirm import confirm
from hemicycle.delegations.actions.nominate import Nominee, nominate
from hemicycle.delegations.actions.register import begin
from hemicycle.delegations.models import Delegation, Flag, Registration
from hemicycle.doors import actions as doors
from hemicycle.invitations.models import Invitation
from hemicycle.lib import clock
from hemicycle.organisations.models import Accreditation, FocalPoint, Organisation
from hemicycle.people.models import User
from hemicycle.vetting.models import Offer
from tests.cast import (
    make_conference,
    make_email,
    make_organisation,
    make_registration,
    make_user,
)
from tests.security.world import Side, World

NAME = "Zebedee Quillfeather"
ADDRESS = "zebedee@example.org"
GUILD = "Quillfeather Guild"
# Nobody else of the world is of it.
COUNTRY = "NR"

THEIRS = (
    "delegations:registration", "delegations:confirm", "delegations:details",
    "delegations:correct", "delegations:substitute", "delegations:withdraw",
    "delegations:remind", "vetting:registration", "vetting:assign",
    "vetting:raise_flag",
)  # fmt: skip


@dataclass
class Setting:
    """What is there with and without the strangers: where they will come."""

    delphi: Organisation
    diego: User  # its focal point
    delegation: Delegation  # Delphi's
    unpublished: Conference
    vera: User  # its chief


@dataclass
class Strangers:
    """`things` are theirs, by the names of the addresses that would show them."""

    registrations: list[Registration] = field(default_factory=list)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)


def make_setting(world: World) -> Setting:
    conference = world.cast.conference
    # Two named at one moment would stand in any order.
    FocalPoint.objects.update(named_at=clock.now() - timedelta(days=1))
    delphi, diego = make_organisation("Delphi", country="GR"), make_user("Diego")
    make_user("Zebedee")
    FocalPoint.objects.create(conference=conference, organisation=delphi, user=diego)
    Accreditation.objects.create(
        conference=conference,
        organisation=delphi,
        state=Accreditation.State.ACCREDITED,
    )
    delegation = Delegation.objects.create(
        conference=conference, organisation=delphi, cap=20
    )
    unpublished = make_conference(
        slug="uncsc-2021", edition=70, short_name="UNCSC 2021", is_published=False
    )
    for place in (conference, unpublished):
        places.ensure_counters(place)
    return Setting(
        delphi=delphi,
        diego=diego,
        delegation=delegation,
        unpublished=unpublished,
        vera=make_user("Vera", unpublished, Hat.CHIEF),
    )


def come_here(world: World, setting: Setting, *, scans: bool = True) -> Strangers:
    """To the conference of the world, in a delegation of which no role is a part.

    With `scans` one of them passes the door that Sam and Dina watch.
    """
    cast = world.cast
    ours = Registration.objects.filter(delegation=cast.delegation)
    twins = [
        _nominated(
            setting, cast.representative, twin.full_name, _address(twin, cast.lin)
        )
        for twin in ours.order_by("full_name")
    ]
    stranger = _nominated(setting, cast.representative, NAME, ADDRESS)
    notices = Notice.objects.filter(conference=cast.conference).exclude(version=2)
    stranger = confirm(
        stranger,
        {
            "id_name": NAME.upper(), "nationality": COUNTRY, "residence": COUNTRY,
            "is_adult": True, "is_withheld": True,
        },
        answers=dict.fromkeys(notices.values_list("pk", flat=True), True),
        actor=User.objects.get(email=ADDRESS),
    )  # fmt: skip
    Registration.objects.filter(pk=stranger.pk).update(state="approved")
    stranger.refresh_from_db()
    badge = badges.issue(stranger, actor=cast.clara)
    if scans:
        doors.scan(
            cast.north, code=badge.serial, scan_id="9" * 26, device=None, shift=None,
            actor=cast.clara,
        )  # fmt: skip
    waiting = twins[0]
    Registration.objects.filter(pk=waiting.pk).update(
        state="waiting", waiting_since=clock.now() - timedelta(days=90)
    )
    Offer.objects.create(position=waiting, expires_at=clock.now() + timedelta(days=2))
    flag = Flag.objects.create(registration=stranger, kind=Flag.Kind.NOTE, details=NAME)
    alone = begin(
        cast.conference,
        {"full_name": ours.order_by("full_name")[0].full_name},
        organisation=None,
        actor=make_user("Alone"),
    )
    _invited(world, setting)
    strangers = Strangers([*twins, stranger, alone])
    for registration in strangers.registrations:
        flags.refresh(registration)
    letter = make_email(
        "delegations/returned", conference=cast.conference, to=ADDRESS, language="en",
        send_key="stranger", thing=stranger, recipient=stranger.user,
        context={"name": NAME, "organisation": "Delphi", "reason": NAME, "code": "A"},
    )  # fmt: skip
    of_stranger = {"id": stranger.pk}
    strangers.things = {
        **dict.fromkeys(THEIRS, of_stranger),
        "vetting:clear_flag": of_stranger | {"flag": flag.pk},
        "vetting:offer": {"id": waiting.pk},
        "vetting:take_offer": {"id": waiting.pk},
        "badges:show": {"id": badge.pk},
        "badges:pdf": {"id": badge.pk},
        "badges:issue": {"registration": stranger.pk},
        "post:show": {"id": letter.pk},
        "people:email": {"id": letter.pk},
    }  # fmt: skip
    return strangers


def come_elsewhere(world: World, setting: Setting, guild: str = "") -> None:
    """To conferences of which no role here is staff: the same people and organisations,
    and where it is named an organisation that is known only there.

    Staff of every conference read one directory of organisations, so for them none is.
    """
    known_there = [make_organisation(guild, country=COUNTRY)] if guild else []
    for conference in (setting.unpublished, world.elsewhere.conference):
        for organisation in (*known_there, world.cast.aurora, world.cast.borealis):
            Accreditation.objects.create(
                conference=conference,
                organisation=organisation,
                state=Accreditation.State.ACCREDITED,
            )
            delegation = Delegation.objects.create(
                conference=conference, organisation=organisation, cap=20
            )
            for name, address in (
                (NAME, ADDRESS),
                *Registration.objects.filter(
                    delegation=world.cast.delegation
                ).values_list("full_name", "email"),
            ):
                is_of_a_role = User.objects.filter(email=address).exists()
                make_registration(
                    delegation=delegation,
                    full_name=name,
                    # One's own at another conference one may see.
                    email="" if is_of_a_role else address,
                    state="confirmed",
                    nationality=COUNTRY,
                    holds_delegation=True,
                    person_key=sha256(f"{conference}{delegation.pk}{name}".encode())
                    .hexdigest(),
                )  # fmt: skip


def _nominated(
    setting: Setting, category: Any, name: str, address: str
) -> Registration:
    nominee = Nominee(category=category, full_name=name, email=address)
    return nominate(setting.delegation, nominee, actor=setting.diego)


def _address(registration: Registration, lin: User) -> str:
    """The same address as the twin's, unless it is a role's: one's own one sees."""
    return "" if registration.email == lin.email else registration.email


def _invited(world: World, setting: Setting) -> None:
    Invitation.objects.create(
        conference=world.cast.conference,
        organisation=setting.delphi,
        signatory=world.cast.signatory,
        addressee=NAME,
        email=setting.diego.email,
        state=Invitation.State.SENT,
        sent_at=clock.now(),
    )


def side_of(world: World, strangers: Strangers) -> Side:
    """Their things, where the addresses expect those of a side."""
    ours = world.ours
    return Side(
        ours.conference, ours.organisation, ours.focal_point, ours.member,
        ours.registration, ours.approved, strangers.things,
    )  # fmt: skip
