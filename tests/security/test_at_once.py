"""Eight people do the same thing in the same moment: it is there once, and nobody meets
a fault of the server.

What is checked and then written is caught here by PostgreSQL, where all eight may
have looked before the first has written. Every page is tried that adds something of
which there can be only one; tests of single verbs stand in their rooms.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import (
    Category,
    Day,
    Hall,
    Notice,
    Window,
    Zone,
)
from hemicycle.delegations.models import Counter, Registration
from hemicycle.doors.models import Door
from hemicycle.invitations.models import Invitation
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Membership,
    Name,
    Organisation,
    Standing,
)
from hemicycle.people.models import User
from hemicycle.tables.models import SavedView
from hemicycle.vetting.models import Assignment
from tests.cast import Cast, make_organisation, make_registration
from tests.conferences.test_set_up import NEW
from tests.conftest import sign_in
from tests.delegations.test_nominate import CHEN, page, vetted
from tests.delegations.test_register import REGISTER
from tests.invitations.test_invite import typed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'"),
]

CONFERENCE = "/en/uncsc-2019/"
AT_ONCE = 8
Post = tuple[User, str, dict[str, Any], type[Model]]
"""Who sends what where, and the model of which there is one more row afterwards."""


def a_part(name: str, model: type[Model]) -> Callable[[Cast], Post]:
    def post(cast: Cast) -> Post:
        Window.objects.filter(kind="invitation").delete()
        return cast.clara, f"{CONFERENCE}conference/{name}/new/", NEW[name], model

    post.__name__ = name
    return post


def a_draft_of_a_notice(cast: Cast) -> Post:
    return (
        cast.clara,
        f"{CONFERENCE}conference/notices/conduct/",
        {"text_en": "A second version.", "text_ar": "نسخة ثانية"},
        Notice,
    )


def an_organisation(cast: Cast) -> Post:
    data = {"name": "Cirrus", "country": "KE", "kind": "ngo", "acronym": "C.I."}
    return cast.petra, f"{CONFERENCE}organisations/new/", data, Organisation


def of_aurora(
    end: str, data: dict[str, Any], model: type[Model]
) -> Callable[[Cast], Post]:
    def post(cast: Cast) -> Post:
        make_organisation("Cirrus", country="KE")
        address = f"{CONFERENCE}organisations/{cast.aurora.pk}/{end}"
        return cast.petra, address, data, model

    post.__name__ = end.strip("/")
    return post


def an_accreditation(cast: Cast) -> Post:
    cirrus = make_organisation("Cirrus", country="KE")
    address = f"{CONFERENCE}organisations/{cirrus.pk}/accreditation/"
    return cast.rosa, address, {}, Accreditation


def an_invitation(cast: Cast) -> Post:
    return cast.petra, f"{CONFERENCE}invitations/new/", typed(cast), Invitation


def a_nomination(cast: Cast) -> Post:
    return cast.amina, page(cast, "registrations"), dict(CHEN), Registration


def one_who_registers_alone(cast: Cast) -> Post:
    return cast.eve, REGISTER, {"full_name": "Eve"}, Registration


def a_first_cap(cast: Cast) -> Post:
    data = {"cap": "500"}
    return cast.clara, f"{CONFERENCE}delegations/caps/conference/", data, Counter


def an_assignment(cast: Cast) -> Post:
    registration = make_registration(delegation=cast.delegation, state="confirmed")
    return cast.rosa, vetted(registration, "assign"), {}, Assignment


def a_badge(cast: Cast) -> Post:
    registration = make_registration(delegation=cast.delegation, state="approved")
    return cast.clara, f"{CONFERENCE}badges/of/{registration.pk}/", {}, Badge


def a_door(cast: Cast) -> Post:
    data = {"name": "South", "zone": str(cast.north.zone_id)}
    return cast.dina, f"{CONFERENCE}doors/", data, Door


def a_saved_view(cast: Cast) -> Post:
    data = {"name": "Mine", "query": "state=approved"}
    return cast.rosa, f"{CONFERENCE}lists/registrations/views/", data, SavedView


CASES: list[Callable[[Cast], Post]] = [
    a_part("days", Day), a_part("zones", Zone), a_part("halls", Hall),
    a_part("categories", Category), a_part("windows", Window), a_draft_of_a_notice,
    an_organisation,
    of_aurora("names/", {"name": "Dawn"}, Name),
    of_aurora("standings/", {"standing-kind": "ecosoc-special"}, Standing),
    of_aurora(
        "members/", {"member-name": "Cirrus", "member-kind": "member"}, Membership
    ),
    of_aurora("focal-points/", {"focal-email": "new@example.org"}, FocalPoint),
    an_accreditation, an_invitation, a_nomination, one_who_registers_alone,
    a_first_cap, an_assignment, a_badge, a_door, a_saved_view,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_eight_add_at_once_is_there_once(
    cast: Cast, case: Callable[[Cast], Post]
) -> None:
    user, path, sent, model = case(cast)
    cookies = sign_in(Client(), user).cookies
    before = set(model._default_manager.values_list("pk", flat=True))
    together = Barrier(AT_ONCE)

    def send(_number: int) -> int:
        client = Client()
        client.cookies = cookies
        together.wait(30)
        try:
            return client.post(path, sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert set(answers) <= {302, 422}
    assert 302 in answers
    added = set(model._default_manager.values_list("pk", flat=True)) - before
    # With the cap of the conference come the counters of its two categories.
    assert len(added) == (3 if model is Counter else 1)
