"""What a person has to do next, in one sentence and one button."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Conference, Window
from hemicycle.delegations.asked import CONFIRMATION, NOMINATION
from hemicycle.delegations.models import Registration
from hemicycle.ui.formats import numbered
from hemicycle.vetting.actions.offer import position_of
from hemicycle.vetting.models import Offer

State = Registration.State


@dataclass(frozen=True)
class Button:
    label: str
    href: str
    is_post: bool = False
    is_plain: bool = False
    question: str = ""  # asked before it is done


@dataclass(frozen=True)
class Step:
    """Where something stands (a state as shape and word) and what comes next."""

    kind: str  # good, wait, stop or plain
    state: str
    title: str
    text: str = ""
    until: datetime | None = None  # shown as "until ..." in the conference's zone
    reason: str = ""  # as somebody of the secretariat or the focal point wrote it
    buttons: list[Button] = field(default_factory=list)


def next_step(
    registration: Registration, badge: Badge | None, windows: dict[str, Window]
) -> Step:
    """The step for one registration. `windows` by kind; `badge` the newest one."""
    if registration.conference.is_over and not registration.has_ended:
        return _ended(registration, _("The conference is over"))
    by_state: dict[str, Callable[[], Step]] = {
        State.DRAFT: lambda: _draft(registration, windows),
        State.NOMINATED: lambda: _nominated(registration, windows),
        State.CONFIRMED: lambda: _confirmed(registration),
        State.WAITING: lambda: _waiting(registration, windows),
        State.APPROVED: lambda: _approved(registration, badge),
        State.REFUSED: lambda: _refused(registration),
        State.LAPSED: lambda: _lapsed(registration),
        State.SUBSTITUTED: lambda: _ended(
            registration, _("You have been replaced in the delegation")
        ),
        State.WITHDRAWN: lambda: _ended(registration, _("You are not taking part")),
    }
    return by_state[registration.state]()


def without_registration(
    conference: Conference, windows: dict[str, Window]
) -> Step | None:
    """Whoever is not registered may register while that is open."""
    window = windows.get(NOMINATION)
    if window is None or not window.is_open():
        return None
    address = reverse("delegations:register", args=[conference.slug])
    return Step(
        "plain",
        _("not registered"),
        _("You are not registered yet"),
        _("Register on behalf of an organisation or as an individual."),
        until=window.closes_at,
        buttons=[Button(_("Register"), address)],
    )


def _draft(registration: Registration, windows: dict[str, Window]) -> Step:
    if registration.is_asking:
        return Step(
            "wait",
            _("asked"),
            _("Awaiting your organisation’s focal point"),
            _("No action is required. You will receive the answer by e-mail."),
        )
    button = Button(_("Continue"), _address("delegations:draft", registration))
    if registration.returned_reason:
        return Step(
            "stop",
            _("returned"),
            _("Your registration was returned"),
            _("Make the requested changes and submit it again."),
            reason=registration.returned_reason,
            buttons=[button],
        )
    return Step(
        "plain",
        registration.get_state_display(),
        _("Complete your registration"),
        _("What you have entered so far is saved."),
        until=_deadline(windows, NOMINATION),
        buttons=[button],
    )


def _nominated(registration: Registration, windows: dict[str, Window]) -> Step:
    window = windows.get(CONFIRMATION)
    shown = registration.get_state_display()
    if window is None or not window.is_open():
        return Step(
            "wait",
            shown,
            _("Details can’t be confirmed now"),
            _(
                "Confirmation is not open. If the deadline has passed, write to the "
                "secretariat."
            ),
        )
    return Step(
        "wait",
        shown,
        _("Confirm your details"),
        _(
            "It takes a few minutes. No decision can be made until you have confirmed "
            "them."
        ),
        until=window.closes_at,
        buttons=[
            Button(
                _("Confirm your details"), _address("delegations:confirm", registration)
            )
        ],
    )


def _waiting(registration: Registration, windows: dict[str, Window]) -> Step:
    position = position_of(registration)
    if position.offer is not None:
        return _offered(registration, position.offer)
    if position.number is None:
        return Step(
            "wait",
            registration.get_state_display(),
            _("You are on the waiting list"),
            _("Free places are drawn by lot. We e-mail you when one is yours to take."),
        )
    before = position.number - 1
    return Step(
        "wait",
        registration.get_state_display(),
        _("You are number %(place)s on the waiting list") % {"place": position.number},
        numbered(
            "%(n)s person is ahead of you. When a place is available, we will offer it "
            "to "
            "you.",
            "%(n)s people are ahead of you. When a place is available, we will offer "
            "it to "
            "you.",
            before,
        ),
    )


def _offered(registration: Registration, offer: Offer) -> Step:
    return Step(
        "good",
        _("place offered"),
        _("A place is available. Would you like it?"),
        _(
            "It is reserved for you until the deadline, then offered to the next "
            "person on the waiting list."
        ),
        until=offer.expires_at,
        buttons=[
            Button(
                _("Accept the place"),
                _address("vetting:take_offer", registration),
                is_post=True,
            ),
            Button(
                _("Decline"),
                _address("vetting:decline_offer", registration),
                is_post=True,
                is_plain=True,
                question=_("Decline the place? This ends your registration."),
            ),
        ],
    )


def _approved(registration: Registration, badge: Badge | None) -> Step:
    slug = registration.conference.slug
    shown = registration.get_state_display()
    if badge is None:
        return Step(
            "good",
            shown,
            _("Your registration is approved"),
            _("Your badge will be issued shortly. You can also issue it now."),
            buttons=[
                Button(
                    _("Issue my badge"),
                    reverse("badges:issue", args=[slug, registration.pk]),
                    is_post=True,
                )
            ],
        )
    if badge.revoked_at:
        return Step(
            "stop",
            _("badge revoked"),
            _("Your badge was revoked"),
            _("It is no longer valid. Please go to the help desk."),
            reason=badge.revoked_reason,
        )
    paper = reverse("badges:pdf", args=[slug, badge.pk])
    return Step(
        "good",
        shown,
        _("Your badge is ready"),
        _("Show it on your phone at the entrance, or print it."),
        buttons=[
            Button(_("Show the badge"), reverse("badges:show", args=[slug, badge.pk])),
            Button(_("Print the badge"), paper, is_plain=True),
        ],
    )


def _deadline(windows: dict[str, Window], kind: str) -> datetime | None:
    return windows[kind].closes_at if kind in windows else None


def _confirmed(registration: Registration) -> Step:
    return Step(
        "wait",
        registration.get_state_display(),
        _("Under review by the secretariat"),
        _(
            "Your registration is complete. We will e-mail you when a decision has "
            "been made."
        ),
        buttons=[
            Button(
                _("Correct your details"),
                _address("delegations:details", registration),
                is_plain=True,
            )
        ],
    )


def _refused(registration: Registration) -> Step:
    return Step(
        "stop",
        registration.get_state_display(),
        _("Your registration was refused"),
        _("If you think this is a mistake, reply to the e-mail we sent you."),
        reason=registration.decision_reason,
    )


def _lapsed(registration: Registration) -> Step:
    return Step(
        "stop",
        registration.get_state_display(),
        _("Your registration has lapsed"),
        _("Your details were not confirmed in time. Write to the secretariat."),
    )


def _ended(registration: Registration, title: str) -> Step:
    return Step(
        "plain", registration.get_state_display(), title, _("No action is required.")
    )


def _address(name: str, registration: Registration) -> str:
    return reverse(name, args=[registration.conference.slug, registration.pk])
