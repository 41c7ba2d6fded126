"""A verb writes and checks what it changes, and nothing else of the row."""

import threading

import pytest
from django.db import connection
from django.test import Client

from hemicycle.delegations import actions
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.delegations.storing import store
from hemicycle.journal.models import Entry
from tests.cast import Cast, make_organisation, make_registration
from tests.conftest import sign_in
from tests.delegations.test_nominate import person

pytestmark = pytest.mark.django_db


def test_a_row_with_a_value_of_no_list_can_still_end(
    client: Client, cast: Cast
) -> None:
    """A country that is no longer in the list holds up no withdrawal by the desk."""
    registration = make_registration(delegation=cast.delegation, email="a@example.org")
    Registration.objects.update(nationality="ZZ", gender="q")
    sign_in(client, cast.rosa)
    typed = {"reason": "Ill.", "step": "look"}
    page = client.post(person(registration, "withdraw"), typed)
    fingerprint = page.context["preview"].fingerprint
    typed = {"reason": "Ill.", "step": "send", "seen": fingerprint}
    assert client.post(person(registration, "withdraw"), typed).status_code == 302
    row = Registration.objects.get()
    assert (row.state, row.nationality) == ("withdrawn", "ZZ")


def test_what_another_wrote_meanwhile_stays(cast: Cast) -> None:
    """Only changed columns are written: the transition overwrites no other."""
    registration = make_registration(delegation=cast.delegation, full_name="Lu")
    read = Registration.objects.get(pk=registration.pk)
    Registration.objects.update(functional_title="Chair")
    read.relation = "staff"
    store(read)
    row = Registration.objects.get()
    assert (row.functional_title, row.relation) == ("Chair", "staff")


def test_every_detail_corrected_at_once_is_recorded(cast: Cast) -> None:
    registration = make_registration(
        delegation=cast.delegation, full_name="Lin Wei", state="confirmed"
    )
    details = {
        "full_name": "Lin W. Chen", "id_name": "LIN CHEN", "badge_name": "Lin",
        "own_script": "林", "functional_title": "Chair", "nationality": "KE",
        "residence": "FR", "gender": "w", "age_band": "18-32", "is_adult": True,
    }  # fmt: skip
    actions.confirm.correct_on_behalf(
        registration, details, reason="By telephone.", actor=cast.rosa
    )
    entry = Entry.objects.about(registration).get(verb="corrected on behalf")
    assert set(entry.details["fields"]) == set(details)


def test_the_desk_corrects_what_is_confirmed_and_undecided(
    client: Client, cast: Cast
) -> None:
    registration = make_registration(
        delegation=cast.delegation, full_name="Lin Wei", state="confirmed"
    )
    sign_in(client, cast.rosa)
    assert client.get(person(registration, "details")).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_a_delegation_opened_by_many_at_once_is_one(cast: Cast) -> None:
    organisation = make_organisation("Cedar")
    failed: list[Exception] = []

    def opening() -> None:
        try:
            actions.open.open_delegation(cast.conference, organisation, actor=None)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=opening) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Delegation.objects.filter(organisation=organisation).count() == 1
