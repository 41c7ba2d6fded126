"""Every room tells what it keeps about a person, and forgets it with them."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from hemicycle import rooms
from hemicycle.badges import actions as badges
from hemicycle.delegations import privacy
from hemicycle.delegations.models import Registration
from hemicycle.fields import personal
from hemicycle.fields.addresses import AddressField
from hemicycle.files import actions as files
from hemicycle.files.models import StoredFile
from hemicycle.invitations.models import Invitation
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.vetting.models import Decision, DecisionItem
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

ABOUT_A_PERSON = {"addressee", "contact", "full_name", "guest", "steward", "to", "who"}
"""Columns that name somebody."""

TO_PERSONS = {User, Registration}


def test_every_model_about_a_person_is_answered_by_its_room() -> None:
    answers = {
        room.__name__.split(".")[1]: room.HELD for room in rooms.answering("privacy")
    }
    silent = []
    for model in apps.get_models():
        if not model.__module__.startswith("hemicycle.") or model.__module__.startswith(
            "hemicycle.ui."
        ):
            continue
        personal_columns = [
            field.name
            for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
            if field.related_model in TO_PERSONS
            or isinstance(field, AddressField)
            or field.name in ABOUT_A_PERSON
        ]
        if personal_columns and model not in answers.get(model._meta.app_label, {}):
            silent.append(f"{model._meta.label}: {personal_columns}")
    assert silent == []


def test_no_room_answers_for_another() -> None:
    for room in rooms.answering("privacy"):
        label = room.__name__.split(".")[1]
        assert {model._meta.app_label for model in room.HELD} == {label}


def test_no_two_kinds_bear_one_name() -> None:
    for language in ("en", "ar"):
        with translation.override(language):
            labels = [str(each.label) for each in personal.held()]
        assert len(labels) == len(set(labels))


@pytest.fixture
def canary(cast: Cast) -> Registration:
    """Lin, with traces in every room; the conference is over."""
    lin = make_registration(
        delegation=cast.delegation,
        full_name="Canary Lin",
        email=cast.lin.email,
        user=cast.lin,
        state="approved",
    )
    badges.revoke(
        badges.issue(lin, actor=cast.rosa), reason="Canary flew", actor=cast.rosa
    )
    decision = Decision.objects.create(
        conference=cast.conference, verdict="approve", prepared_by=cast.rosa,
        state="done", needs_second=False,
    )  # fmt: skip
    DecisionItem.objects.create(
        decision=decision, registration=lin, outcome="skipped", note="Canary is known"
    )
    letter = files.store(
        b"Dear Canary", conference=cast.conference, owner=None, purpose="letter",
        name="canary.pdf", content_type="application/pdf", actor=None,
    )  # fmt: skip
    Invitation.objects.create(
        conference=cast.conference, organisation=cast.delegation.organisation,
        signatory=cast.signatory, signatory_title="Mayor", addressee="Canary Lin",
        email=cast.lin.email, language="en", state="declined",
        decline_reason="Canary is ill", document=letter,
    )  # fmt: skip
    Email.objects.create(
        conference=cast.conference, to=cast.lin.email, recipient=cast.lin,
        language="en", template="x", subject="Canary", body="Dear Canary",
        send_key="one", state="sent", thing_type="delegations.registration",
        thing_id=lin.pk,
    )  # fmt: skip
    cast.conference.starts_on -= timedelta(days=400)
    cast.conference.ends_on -= timedelta(days=400)
    cast.conference.save()
    return lin


def traces(cast: Cast) -> list[str]:
    """Models in which some column still holds the canary's name or address."""
    return [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("hemicycle.")
        and not issubclass(model, User)
        and any(
            "canary" in str(row).lower() or cast.lin.email in str(row)
            for row in model._default_manager.values()
        )
    ]


def test_an_erased_person_leaves_no_trace_in_any_room(
    cast: Cast, canary: Registration
) -> None:
    assert {
        "badges.Badge", "delegations.Registration", "files.StoredFile",
        "invitations.Invitation", "post.Email", "vetting.DecisionItem",
    } <= set(traces(cast))  # fmt: skip
    privacy.erase(Registration.objects.get(pk=canary.pk), actor=cast.rosa)
    assert traces(cast) == []
    assert not StoredFile.objects.filter(name="canary.pdf").exists()


def test_an_invitation_that_can_still_be_answered_keeps_its_addressee(
    cast: Cast, canary: Registration
) -> None:
    cast.conference.starts_on += timedelta(days=400)
    cast.conference.ends_on += timedelta(days=400)
    cast.conference.save()
    Registration.objects.filter(pk=canary.pk).update(state="withdrawn")
    privacy.erase(Registration.objects.get(pk=canary.pk), actor=cast.rosa)
    assert Invitation.objects.get().addressee == "Canary Lin"


@pytest.mark.usefixtures("canary")
def test_a_person_sees_and_downloads_what_every_room_holds(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.lin)
    page = client.get("/en/account/held/")
    counts = {str(each.label): count for each, count in page.context["rows"]}
    assert page.text.count('role="rowheader"') == len(counts)
    assert counts == {
        "Account": 1, "E-mails": counts["E-mails"], "Invitations": 1, "Decisions": 1,
        "Registrations": 1, "Badges": 1, **{k: v for k, v in counts.items() if v},
    }  # fmt: skip
    held = json.loads(client.get("/en/account/held/download/").content)
    assert held["Invitations"][0]["addressee"] == "Canary Lin"
    assert held["Registrations"][0]["full_name"] == "Canary Lin"
    assert "Canary is known" not in str(held)


@pytest.mark.usefixtures("canary")
def test_nobody_downloads_what_is_held_about_another(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.eve)
    assert b"anary" not in client.get("/en/account/held/download/").content
