"""An address has one account, whichever page makes it and however many at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

from hemicycle.journal.models import Entry
from hemicycle.organisations.models import FocalPoint
from hemicycle.people import actions
from hemicycle.people.models import User
from tests.cast import Cast
from tests.conftest import sign_in
from tests.people.test_sign_in import CODE, ask

NIA = "nia@example.org"
FOCAL_POINTS = "/en/uncsc-2019/organisations/{}/focal-points/"


@contextmanager
def made_meanwhile(email: str) -> Iterator[None]:
    """Another request makes the account right after this one has seen that there is
    none. In its own transaction, which on one connection means: before ours writes."""
    made: list[User] = []

    def look_then_make(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        rows = execute(sql, *rest)
        if not made and sql.startswith("SELECT") and email in str(rest[0]):
            made.append(User(email=email))
            made[0].save(force_insert=True)
        return rows

    with connection.execute_wrapper(look_then_make):
        yield
    assert made


def made_by() -> list[str]:
    """Whom the journal names as those who created account."""
    entries = Entry.objects.filter(verb="created account").order_by("id")
    return [str(actor) for actor in entries.values_list("actor_id", flat=True)]


def test_two_who_make_the_account_of_an_address_at_once_get_the_same(
    cast: Cast,
) -> None:
    with made_meanwhile(NIA):
        user = actions.account_of(NIA)
    assert user == User.objects.get(email=NIA)
    assert made_by() == []


def test_a_focal_point_who_signs_in_at_the_same_moment_is_named(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    page = FOCAL_POINTS.format(cast.aurora.pk)
    with made_meanwhile(NIA):
        response = client.post(page, {"focal-email": NIA, "focal-name": "Nia"})
    assert response.status_code == 302
    point = FocalPoint.objects.in_office(cast.conference).get(user__email=NIA)
    assert point.organisation == cast.aurora


def test_the_code_of_an_account_that_was_made_meanwhile_opens_it(
    client: Client, db: None
) -> None:
    code = ask(client, NIA)
    with made_meanwhile(NIA):
        client.post(CODE, {"code": code})
    assert client.session["_auth_user_id"] == User.objects.get().pk


def test_the_journal_says_who_made_an_account_for_another(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.petra)
    page = FOCAL_POINTS.format(cast.aurora.pk)
    for _time in range(2):
        client.post(page, {"focal-email": NIA, "focal-name": "Nia Mwangi"})
    assert made_by() == [cast.petra.pk]
    assert User.objects.get(email=NIA).name == "Nia Mwangi"
    # The name of an account belongs to its person.
    actions.account_of(NIA, name="Somebody else", language="ar", actor=cast.petra)
    user = User.objects.get(email=NIA)
    assert (user.name, user.language) == ("Nia Mwangi", "en")
