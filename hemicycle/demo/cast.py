"""The people a visitor may step in as. All invented; docs/demo.md lists them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import Hat


@dataclass(frozen=True)
class Member:
    """One of the cast: address, name, what they are here, and what to try first."""

    key: str
    name: str
    part: Any
    try_this: Any
    page: str  # the name of the page to start on
    hats: tuple[str, ...] = ()
    language: str = "en"
    own_script: str = field(default="")
    # The part that the hats are for: a category by code, a co-organiser by position.
    category: str = ""
    co_organiser: int | None = None

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


CAST = [
    Member(
        "clara", "Clara Whitfield", _("chief of secretariat"),
        _("View the day’s figures; invite an organisation; raise a cap."),
        "desk:today", (Hat.CHIEF,),
    ),
    Member(
        "mariam", "Mariam Darwish", _("invited to send a delegation"),
        _("Open the invitation in your mailbox and answer it."),
        "lobby:home", language="ar", own_script="مريم درويش",
    ),
    Member(
        "amina", "Amina Haddad", _("focal point of an organisation"),
        _("Nominate people one by one or by pasting rows; see the places left."),
        "lobby:home", own_script="أمينة حداد",
    ),
    Member(
        "xiulan", "Wang Xiulan", _("head of an invited delegation"),
        _("View your badge on a phone, and your delegation."),
        "lobby:home", own_script="王秀兰",
    ),
    Member(
        "chau", "Nguyễn Thị Minh Châu", _("representative, nominated"),
        _("Confirm your details."),
        "lobby:home",
    ),
    Member(
        "jose", "José Luis Pérez de la Cruz", _("press, on the waiting list"),
        _("You are offered a place: accept or decline it."),
        "lobby:home",
    ),
    Member(
        "rosa", "Rosa Lindström", _("registrar"),
        _("Work through registrations; preview an e-mail, then decide."),
        "vetting:registrations", (Hat.REGISTRAR,),
    ),
    Member(
        "ravi", "Ravi Sharma", _("second registrar"),
        _("Approve a bulk decision that Rosa prepared (second approval)."),
        "vetting:registrations", (Hat.REGISTRAR,), own_script="रवि शर्मा",
    ),
    Member(
        "petra", "Petra Kovačić", _("protocol officer"),
        _("Prepare invitations in the name of a signatory."),
        "invitations:index", (Hat.PROTOCOL,),
    ),
    Member(
        "tomas", "Tomás Alvarenga", _("registrar for the category Press"),
        _("Work through the registrations of the press; you see no others."),
        "vetting:registrations", (Hat.REGISTRAR,), category="PRE",
    ),
    Member(
        "ines", "Inês Carvalho", _("protocol officer of the NGO committee"),
        _("Prepare invitations of one co-organiser; you see no others."),
        "invitations:index", (Hat.PROTOCOL,), co_organiser=2,
    ),
    Member(
        "hilde", "Hilde Ødegård", _("help desk"),
        _("Find a person by any spelling; replace a lost badge."),
        "badges:index", (Hat.HELP_DESK,),
    ),
    Member(
        "dina", "Dina Mansour", _("door supervisor"),
        _("Enrol a phone for a door and assign a shift."),
        "doors:index", (Hat.SUPERVISOR,), own_script="دينا منصور",
    ),
    Member(
        "sam", "Sam Begay", _("door steward"),
        _("Enter the eight characters of a badge at a door: green or red."),
        "doors:index", (Hat.STEWARD,),
    ),
    Member(
        "paul", "Paul Okafor-Smith", _("press officer"),
        _("Write an article, translate it, and submit it for approval."),
        "newsroom:home", (Hat.PRESS,),
    ),
]  # fmt: skip
BY_KEY = {member.key: member for member in CAST}
