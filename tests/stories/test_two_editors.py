"""Two people edit the same registration, invitation or cap, each in their own page."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from hemicycle.conferences import actions as conferences
from hemicycle.conferences.forms import BasicsForm
from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.people.models import User
from tests.cast import Cast, make_cast, make_registration
from tests.conftest import sign_in
from tests.invitations.test_invite import make_invitation
from tests.stories.visitor import Forms
from tests.vetting.test_decide import make_confirmed

HOME = "/en/uncsc-2019/"

# What is edited, by whom first, by whom second; a field, and one that only the first
# one changes.
EDITED = {
    "a nomination": ("amina", "amina", "full_name", "functional_title"),
    "details not confirmed": ("lin", "lin", "id_name", "functional_title"),
    "details confirmed": ("lin", "lin", "id_name", "functional_title"),
    "details after the decision": ("rosa", "ravi", "id_name", "functional_title"),
    "an invitation": ("clara", "clara", "addressee", "cap"),
    "a rule of caps": ("clara", "clara", "cap", "subdivision"),
}


def thing_of(cast: Cast, what: str) -> tuple[Model, str]:
    """What is edited, and the page that does."""
    if what == "an invitation":
        invitation: Model = make_invitation(cast)
        return invitation, f"{HOME}invitations/{invitation.pk}/edit/"
    if what == "a rule of caps":
        rule = cast.conference.cap_rules.first()
        assert rule
        return rule, f"{HOME}delegations/caps/{rule.pk}/"
    if what in ("details confirmed", "details after the decision"):
        row = make_confirmed(
            cast, "Lin Yan", email="lin@example.org", user=cast.lin,
            id_name="Lin Yan", nationality="CN", residence="KE", is_adult=True,
            state="confirmed" if what == "details confirmed" else "approved",
        )  # fmt: skip
    else:
        row = make_registration(
            delegation=cast.delegation, full_name="Lin Yan", email="lin@example.org"
        )
    page = {
        "a nomination": "correct",
        "details not confirmed": "confirm",
    }.get(what, "details")
    return row, f"{HOME}delegations/registrations/{row.pk}/{page}/"


def opened(client: Client, page: str) -> dict[str, list[str]]:
    """The form of this page as a browser would send it untouched."""
    forms = Forms(client.get(page).content.decode()).forms
    return next(form.fields for form in forms if "as_read" in form.fields)


def word(field: str, number: int) -> str:
    return str(number) if field == "cap" else {11: "Ada", 12: "Bea", 13: "Cyd"}[number]


def stored(thing: Model, *fields: str) -> dict[str, str]:
    thing.refresh_from_db()
    return {name: str(getattr(thing, name)) for name in fields}


@pytest.mark.parametrize("what", EDITED)
def test_what_two_people_changed_differently_is_a_conflict_and_the_rest_is_merged(
    cast: Cast, what: str
) -> None:
    one, other, both, only = EDITED[what]
    first, second = sign_in(Client(), getattr(cast, one)), Client()
    sign_in(second, getattr(cast, other))
    thing, page = thing_of(cast, what)
    more = {"reason": ["a mistake"]} if what == "details after the decision" else {}
    if what == "details not confirmed":
        more = {"later": ["1"]}
    read = opened(second, page) | more
    typed = {both: [word(both, 11)], only: [word(only, 12)]}
    answer = first.post(page, opened(first, page) | more | typed)
    assert answer.status_code == 302
    saved = {name: values[0] for name, values in typed.items()}
    assert stored(thing, both, only) == saved

    mine = word(both, 13)
    refused = second.post(page, read | {both: [mine]})
    assert refused.status_code == 422
    form = refused.context["form"]
    assert [error.code for error in form.errors.as_data()[both]] == ["changed"]
    assert form.merged
    assert stored(thing, both, only) == saved

    seen = {"as_read": [form["as_read"].value()], only: typed[only], both: [mine]}
    assert second.post(page, read | seen).status_code == 302
    assert stored(thing, both, only) == saved | {both: mine}


def test_the_cap_of_the_conference_is_compared_too(cast: Cast) -> None:
    chief = sign_in(Client(), cast.clara)
    places.ensure_counters(cast.conference)
    caps = f"{HOME}delegations/caps/"
    mine, theirs = opened(chief, caps), opened(chief, caps)
    page = f"{caps}conference/"
    assert chief.post(page, theirs | {"cap": ["4000"]}).status_code == 302
    assert chief.post(page, mine | {"cap": ["5000"]}).status_code == 422
    assert cast.conference.counters.get(category=None).cap == 4000


def test_a_person_does_not_read_who_of_the_desk_corrected_the_details(
    cast: Cast,
) -> None:
    row, page = thing_of(cast, "details not confirmed")
    lin = sign_in(Client(), cast.lin)
    read = opened(lin, page)
    focal_point = sign_in(Client(), cast.amina)
    correct = f"{HOME}delegations/registrations/{row.pk}/correct/"
    focal_point.post(correct, opened(focal_point, correct) | {"full_name": ["Lin Y"]})
    form = lin.post(page, read | {"full_name": ["Lin Z"]}).context["form"]
    assert form.conflicts["full_name"].who == ""


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_nothing_is_saved_between_the_comparison_and_the_saving(
    transactional_db: None, is_locked: bool
) -> None:
    """One saves at the very moment at which the other one's form is compared. Without
    the lock, the comparison sees nothing and would overwrite: the control."""
    cast = make_cast()
    carl = User.objects.create_user("carl@example.org", name="Carl")
    cast.conference.roles.create(user=carl, hat="chief")
    page = f"{HOME}conference/basics/"
    second = sign_in(Client(), carl)
    typed = opened(second, page) | {"theme_en": ["Seas"]}
    outcome: list[Any] = []

    def save() -> None:
        try:
            if is_locked:
                outcome.append(second.post(page, typed | {"submission": ["k" * 22]}))
            else:
                edited = Conference.objects.get(pk=cast.conference.pk)
                data = {name: values[0] for name, values in typed.items() if values}
                data["languages"] = typed["languages"]
                form = BasicsForm(data, instance=edited)
                form.is_valid()
                outcome.append(form)
        finally:
            connection.close()

    worker = threading.Thread(target=save)
    with transaction.atomic():
        edited = Conference.objects.get(pk=cast.conference.pk)
        edited.theme = {"en": "Rivers"}
        conferences.describe(edited, actor=cast.clara)
        worker.start()
        worker.join(1 if is_locked else 10)
        assert worker.is_alive() == is_locked  # it waits for what is being saved
    worker.join(10)
    if is_locked:
        assert outcome[0].status_code == 422
        assert list(outcome[0].context["form"].conflicts) == ["theme"]
    else:
        assert outcome[0].conflicts == {}
    assert Conference.objects.get().theme["en"] == "Rivers"
