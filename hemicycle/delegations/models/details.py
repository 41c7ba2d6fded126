"""The details that people give of a person: each is one entry here.

Forms, pages, the export, what is held about a person, erasure and search derive from
it. How to add one: docs/guides/adding-a-field.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """How a detail is typed, checked and shown."""

    NAME = "name"  # as its owner writes it, in any script
    TEXT = "text"
    EMAIL = "email"
    COUNTRY = "country"
    LANGUAGE = "language"
    CHOICE = "choice"  # of the choices of its column
    ANSWER = "answer"  # yes or no, and not answered is neither
    TICK = "tick"  # no until it is ticked


class Group(models.TextChoices):
    """The headings under which details are asked and shown, in this order."""

    NAME = "name", _("Name")
    IDENTITY = "identity", _("Identity")
    PARTICIPATION = "participation", _("Participation")
    TRAVEL = "travel", _("Travel")
    CONTACT = "contact", _("Contact")
    STATISTICS = "statistics", _("Optional information for statistics")


class Asked(Enum):
    """In which form a detail is asked, and of whom."""

    NOMINATION = "of the focal point or the desk, to nominate, correct or replace"
    REGISTERING = "of a person who registers alone, on the first page"
    DETAILS = "of the person, to confirm and correct; of the desk on their behalf"


class Reader(Enum):
    """Who sees a detail on a page."""

    PERSON = "the person"
    FOCAL_POINT = "the focal point of the delegation"
    DESK = "registrar and help desk"
    PROTOCOL = "protocol officer"


EVERYBODY = frozenset(Reader)
ONLY_THE_PERSON = frozenset({Reader.PERSON})


@dataclass(frozen=True)
class Question:
    """How a detail is asked in one form."""

    is_required: bool = False
    label: Promise | str = ""  # instead of the detail's own
    hint: Promise | str = ""


@dataclass(frozen=True)
class Detail:
    """One detail: what it is, what for, who gives it, who sees it, how long it stays.

    `purpose` is shown to the person. `is_kept`: the value stays when the person is
    erased, because without a name it only counts. `changes_any_time`: the person may
    change it after the decision, too, which does not rest on it.
    """

    name: str
    kind: Kind
    group: Group
    label: Promise
    purpose: Promise
    asked: Mapping[Asked, Question]
    seen_by: frozenset[Reader] = EVERYBODY
    autocomplete: str = "off"
    is_searched: bool = False
    is_exported: bool = True
    is_kept: bool = False
    changes_any_time: bool = False
    value_when_erased: str = ""

    @property
    def is_private_at_first(self) -> bool:
        """Typed by the person alone: others see it once it is confirmed."""
        return Asked.NOMINATION not in self.asked and Asked.DETAILS in self.asked


DETAILS = (
    Detail(
        "honorific",
        Kind.TEXT,
        Group.NAME,
        _("Honorific"),
        purpose=_("To address you in e-mails."),
        asked={
            Asked.NOMINATION: Question(hint=_("Ms, Mr, Dr, H.E. and so on.")),
            Asked.DETAILS: Question(hint=_("Ms, Mr, Dr, H.E. and so on.")),
        },
        autocomplete="honorific-prefix",
    ),
    Detail(
        "full_name",
        Kind.NAME,
        Group.NAME,
        _("Full name"),
        purpose=_("To address you, and to find your registration."),
        asked={
            Asked.NOMINATION: Question(
                is_required=True,
                hint=_("As the person writes it, in any script. One name is enough."),
            ),
            Asked.REGISTERING: Question(
                is_required=True,
                hint=_("As you write it yourself, in any script. One name is enough."),
            ),
            Asked.DETAILS: Question(
                is_required=True,
                hint=_("As you write it yourself, in any script. One name is enough."),
            ),
        },
        autocomplete="name",
        is_searched=True,
        value_when_erased="–",
    ),
    Detail(
        "id_name",
        Kind.NAME,
        Group.NAME,
        _("Name as on the ID"),
        purpose=_("To compare with your identity document on site."),
        asked={
            Asked.DETAILS: Question(
                is_required=True,
                label=_("Name as on your ID"),
                hint=_(
                    "Exactly as in the passport or ID you will bring. It is checked on "
                    "site."
                ),
            )
        },
        is_searched=True,
    ),
    Detail(
        "badge_name",
        Kind.NAME,
        Group.NAME,
        _("Name on the badge"),
        purpose=_("Printed on your badge."),
        asked={
            Asked.DETAILS: Question(
                hint=_(
                    "The name people should use for you. If left empty: your full name."
                )
            )
        },
        is_searched=True,
    ),
    Detail(
        "own_script",
        Kind.NAME,
        Group.NAME,
        _("Name in own script"),
        purpose=_("Printed on your badge, and to address you in your language."),
        asked={
            Asked.DETAILS: Question(
                label=_("Name in your own script"),
                hint=_(
                    "For example العربية, 中文, Русский. Printed below the first name."
                ),
            )
        },
        is_searched=True,
    ),
    Detail(
        "nationality",
        Kind.COUNTRY,
        Group.IDENTITY,
        _("Nationality"),
        purpose=_("For the statistics by country."),
        asked={
            Asked.DETAILS: Question(
                is_required=True, hint=_("For the statistics by country.")
            )
        },
        is_kept=True,
    ),
    Detail(
        "residence",
        Kind.COUNTRY,
        Group.IDENTITY,
        _("Country of residence"),
        purpose=_(
            "Printed on your badge if you belong to no delegation, and for the "
            "statistics by country."
        ),
        asked={
            Asked.DETAILS: Question(
                is_required=True,
                hint=_("Where you live now. It may differ from your nationality."),
            )
        },
        autocomplete="country",
        is_kept=True,
    ),
    Detail(
        "is_adult",
        Kind.ANSWER,
        Group.IDENTITY,
        _("18 or older"),
        purpose=_("To ask for a guardian’s consent where it is needed."),
        asked={
            Asked.DETAILS: Question(
                is_required=True,
                label=_("Will you be %(age)s or older on the first day?"),
                hint=_("A younger participant needs a guardian’s consent."),
            )
        },
        is_kept=True,
    ),
    Detail(
        "part",
        Kind.CHOICE,
        Group.PARTICIPATION,
        _("Part in the delegation"),
        purpose=_("To know who leads the delegation."),
        asked={Asked.NOMINATION: Question()},
        is_kept=True,
    ),
    Detail(
        "functional_title",
        Kind.TEXT,
        Group.PARTICIPATION,
        _("Functional title"),
        purpose=_("To decide on your registration."),
        asked={Asked.NOMINATION: Question(), Asked.DETAILS: Question()},
        autocomplete="organization-title",
    ),
    Detail(
        "affiliation",
        Kind.TEXT,
        Group.PARTICIPATION,
        _("Own affiliation"),
        purpose=_("To decide on your registration, and printed on your badge."),
        asked={
            Asked.REGISTERING: Question(
                label=_("Your organisation, if it is not in the list"),
                hint=_(
                    "Shown beside your name as you state it. Leave it empty if you "
                    "belong to no organisation."
                ),
            )
        },
        autocomplete="organization",
    ),
    Detail(
        "relation",
        Kind.TEXT,
        Group.PARTICIPATION,
        _("Relation to the organisation"),
        purpose=_("To decide on your registration."),
        asked={
            Asked.NOMINATION: Question(
                label=_("Relation to your organisation"),
                hint=_("Staff, member, volunteer ... The registration desk may ask."),
            ),
            Asked.REGISTERING: Question(
                label=_("Your role there"),
                hint=_("Staff, member, volunteer ... Its focal point reads this."),
            ),
        },
    ),
    Detail(
        "is_withheld",
        Kind.TICK,
        Group.PARTICIPATION,
        _("Withheld from public lists"),
        purpose=_("To keep your name out of every public list."),
        asked={
            Asked.DETAILS: Question(
                label=_("Keep my name out of every public list"),
                hint=_(
                    "Your name then appears in no list of participants and in no "
                    "public programme. Your delegation and the secretariat still "
                    "see it."
                ),
            )
        },
        is_kept=True,
        changes_any_time=True,
    ),
    Detail(
        "email",
        Kind.EMAIL,
        Group.CONTACT,
        _("E-mail address"),
        purpose=_("To write to you, and to sign you in."),
        asked={
            Asked.NOMINATION: Question(
                hint=_(
                    "We will e-mail this person to confirm the details. Without an "
                    "address, you confirm them on this person’s behalf."
                )
            )
        },
        is_searched=True,
    ),
    Detail(
        "language",
        Kind.LANGUAGE,
        Group.CONTACT,
        _("Language"),
        purpose=_("To write to you in your language."),
        asked={
            Asked.NOMINATION: Question(
                is_required=True, label=_("Language of our e-mails")
            )
        },
        is_kept=True,
    ),
    Detail(
        "gender",
        Kind.CHOICE,
        Group.STATISTICS,
        _("Gender"),
        purpose=_("Published as totals only, never beside your name."),
        asked={
            Asked.DETAILS: Question(
                hint=_("Published as totals only, never beside your name.")
            )
        },
        seen_by=ONLY_THE_PERSON,
        is_exported=False,
        is_kept=True,
    ),
    Detail(
        "age_band",
        Kind.CHOICE,
        Group.STATISTICS,
        _("Age"),
        purpose=_("To count how many young people take part."),
        asked={
            Asked.DETAILS: Question(hint=_("To count how many young people take part."))
        },
        seen_by=ONLY_THE_PERSON,
        is_exported=False,
        is_kept=True,
    ),
)
BY_NAME = {detail.name: detail for detail in DETAILS}


def asked_at(form: Asked) -> list[Detail]:
    """The details that a form asks, in the order of the pages."""
    return [detail for detail in DETAILS if form in detail.asked]


def of_kind(*kinds: Kind) -> list[str]:
    """The names of the details of these kinds."""
    return [detail.name for detail in DETAILS if detail.kind in kinds]
