"""Deciding: from the exact letter; many only by two people; nothing told by mistake."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Field
from django.template.base import Template
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Category
from hemicycle.delegations import mail, places
from hemicycle.delegations.models import Delegation, Flag, Registration
from hemicycle.jobs import running
from hemicycle.jobs.models import Job
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.organisations.models import Accreditation
from hemicycle.post.drafts import changed
from hemicycle.post.models import Email
from hemicycle.seconding import actions as seconding
from hemicycle.vetting import actions, decisions
from hemicycle.vetting.models import Decision, DecisionItem
from hemicycle.vetting.views import decisions as decision_views
from tests.cast import Cast, make_cast, make_conference, make_registration
from tests.conftest import sign_in

# The package's `decide` is the verb; this is its module.
deciding = actions.decide

LIST = "/en/uncsc-2019/vetting/registrations/"
DECIDE = f"{LIST}decide/"
DECISIONS = "/en/uncsc-2019/vetting/decisions/"


def make_confirmed(cast: Cast, name: str = "Lin Wei", **kw: object) -> Registration:
    """Confirmed, with its place in the delegation taken."""
    fields = {
        "delegation": cast.delegation,
        "email": f"{name.replace(' ', '.').lower()}@example.org",
        "state": Registration.State.CONFIRMED,
        "holds_delegation": True,
        "category": cast.representative,
    } | kw
    registration = make_registration(full_name=name, **fields)
    Delegation.objects.filter(pk=cast.delegation.pk).update(
        taken=Registration.objects.filter(holds_delegation=True).count()
    )
    return registration


def fingerprint(registration: Registration, verdict: str, reason: str = "") -> str:
    fresh = actions.decide.for_letters(registration.conference, [registration.pk])[0]
    return decisions.draft_of(fresh, verdict, reason).fingerprint


def decide(
    cast: Cast, registration: Registration, verdict: str, reason: str = ""
) -> None:
    actions.decide.decide(
        registration,
        verdict=verdict,
        reason=reason,
        seen=fingerprint(registration, verdict, reason),
        actor=cast.rosa,
    )


def state_of(registration: Registration) -> str:
    return Registration.objects.values_list("state", flat=True).get(pk=registration.pk)


def no_drift(cast: Cast) -> bool:
    return places.recount(cast.conference) == []


# -- One ------------------------------------------------------------------------------


def test_the_registrar_sees_the_letter_then_sends_exactly_it(
    client: Client, cast: Cast
) -> None:
    registration = make_confirmed(cast)
    sign_in(client, cast.rosa)
    page = client.post(DECIDE, {"id": registration.pk, "verdict": "approve"})
    html = page.content.decode()
    assert "You are registered: 68th United Nations Civil Society Conference" in html
    assert "in the delegation of Aurora" in html
    assert (state_of(registration), Email.objects.count()) == ("confirmed", 0)
    typed = {
        "id": registration.pk,
        "verdict": "approve",
        "seen": page.context["preview"].fingerprint,
        "step": "send",
    }
    response = client.post(DECIDE, typed)
    assert response["Location"] == f"{LIST}{registration.pk}/"
    assert state_of(registration) == "approved"
    letter = Email.objects.get()
    assert letter.body == page.context["preview"].draft.body
    assert letter.subject == page.context["preview"].draft.subject
    assert letter.to == "lin.wei@example.org"
    assert no_drift(cast)
    client.post(DECIDE, typed)
    assert Email.objects.count() == 1


@pytest.mark.parametrize("state", ["refused", "ended"])
def test_nobody_is_approved_for_an_organisation_that_sends_nobody(
    client: Client, cast: Cast, state: str
) -> None:
    registration = make_confirmed(cast)
    seen = fingerprint(registration, "approve")
    Accreditation.objects.filter(organisation=cast.aurora).update(state=state)
    sign_in(client, cast.rosa)
    page = client.post(DECIDE, {"id": registration.pk, "verdict": "approve"})
    assert "This organisation was not accredited" in page.content.decode()
    with pytest.raises(ValidationError) as refusal:
        actions.decide.decide(
            registration, verdict="approve", seen=seen, actor=cast.rosa
        )
    assert refusal.value.code == "organisation-refused"
    assert (state_of(registration), Email.objects.count()) == ("confirmed", 0)
    decide(cast, registration, "refuse", "Your organisation does not come.")
    assert state_of(registration) == "refused"


def test_the_letter_speaks_the_person_s_language(cast: Cast, client: Client) -> None:
    registration = make_confirmed(
        cast, "أمينة حداد", language="ar", email="amina.haddad@example.org"
    )
    sign_in(client, cast.rosa)
    page = client.post(DECIDE, {"id": registration.pk, "verdict": "approve"})
    assert "ممثل" in page.context["preview"].draft.body
    assert "المؤتمر الثامن والستون" in page.context["preview"].draft.subject


@pytest.mark.parametrize("verdict", ["approve", "refuse", "wait"])
@pytest.mark.parametrize(
    ("language", "greeting"), [("ar", "لين وي، تحية طيبة"), ("en", "Dear Lin Wei,")]
)
def test_a_verdict_greets_in_the_person_s_own_script(
    cast: Cast, verdict: str, language: str, greeting: str
) -> None:
    registration = make_confirmed(cast, language=language, own_script="لين وي")
    fresh = actions.decide.for_letters(cast.conference, [registration.pk])[0]
    assert decisions.draft_of(fresh, verdict, "Why").body.startswith(greeting)


def test_a_refusal_needs_a_reason_which_stands_in_the_letter(
    client: Client, cast: Cast
) -> None:
    registration = make_confirmed(cast)
    sign_in(client, cast.rosa)
    page = client.post(
        DECIDE,
        {
            "id": registration.pk, "verdict": "refuse", "reason": " ", "step": "send",
            "seen": fingerprint(registration, "refuse"),
        },
    )  # fmt: skip
    assert "Give the reason" in page.content.decode()
    assert state_of(registration) == "confirmed"
    page = client.post(
        DECIDE,
        {"id": registration.pk, "verdict": "refuse", "reason": "No such person."},
    )
    assert "No such person." in page.context["preview"].draft.body
    client.post(
        DECIDE,
        {
            "id": registration.pk, "verdict": "refuse", "reason": "No such person.",
            "step": "send", "seen": page.context["preview"].fingerprint,
        },
    )  # fmt: skip
    registration.refresh_from_db()
    assert (registration.state, registration.decision_reason) == (
        "refused", "No such person.",
    )  # fmt: skip
    assert Delegation.objects.get(pk=cast.delegation.pk).taken == 0
    assert no_drift(cast)


def test_a_reason_typed_and_sent_at_once_is_shown_in_the_letter_first(
    client: Client, cast: Cast
) -> None:
    registration = make_confirmed(cast)
    sign_in(client, cast.rosa)
    typed = {"id": registration.pk, "verdict": "refuse"}
    page = client.post(DECIDE, typed)
    html = page.content.decode()
    assert "optional" not in html
    typed |= {"step": "send", "reason": "No such\r\nperson."}
    page = client.post(DECIDE, typed | seen_on(page))
    html = page.content.decode()
    assert page.context["has_new_words"]
    assert "changed since you looked" not in html
    assert "person." in page.context["preview"].draft.body
    assert (state_of(registration), Email.objects.count()) == ("confirmed", 0)
    assert client.post(DECIDE, typed | seen_on(page)).status_code == 302
    assert state_of(registration) == "refused"


def seen_on(page: Any) -> dict[str, str]:
    """What a page with e-mails carries: what was shown, and for what was entered."""
    seen = page.context["preview"].fingerprint
    return {"seen": seen, "entered": page.context["entered"]}


def test_only_a_refusal_demands_its_reason(client: Client, cast: Cast) -> None:
    registration = make_confirmed(cast)
    sign_in(client, cast.rosa)
    page = client.post(DECIDE, {"id": registration.pk, "verdict": "approve"})
    assert "(optional)" in page.content.decode()


def test_a_letter_that_changed_since_you_looked_does_not_leave(
    client: Client, cast: Cast
) -> None:
    registration = make_confirmed(cast)
    sign_in(client, cast.rosa)
    page = client.post(DECIDE, {"id": registration.pk, "verdict": "approve"})
    Category.objects.filter(pk=cast.representative.pk).update(name={"en": "Observer"})
    answer = client.post(
        DECIDE,
        {
            "id": registration.pk, "verdict": "approve", "step": "send",
            "seen": page.context["preview"].fingerprint,
        },
    )  # fmt: skip
    assert "changed since you looked" in answer.content.decode()
    assert "Observer" in answer.context["preview"].draft.body
    assert (state_of(registration), Email.objects.count()) == ("confirmed", 0)
    assert Decision.objects.count() == 0


OTHER_VALUES = {"BooleanField": True, "DateTimeField": clock.now()}
MATTER = [
    field
    for field in Registration._meta.concrete_fields
    if field.name not in {*mail.NOT_DECIDED_UPON, "id", "conference"}
    and not field.is_relation
]


@pytest.mark.parametrize("field", MATTER, ids=lambda field: field.name)
def test_a_registration_with_any_detail_changed_is_not_decided(
    cast: Cast, field: Field[Any, Any]
) -> None:
    registration = make_confirmed(cast)
    seen = fingerprint(registration, "approve")
    before = getattr(registration, field.attname)
    other: Any = OTHER_VALUES.get(field.get_internal_type(), "zz")
    if field.max_length == 1:
        other = "z"
    if isinstance(before, bool) or field.get_internal_type() == "BooleanField":
        other = not before
    if field.name == "state":
        other = "waiting"
    Registration.objects.filter(pk=registration.pk).update(**{field.name: other})
    with pytest.raises(ValidationError) as refusal:
        actions.decide.decide(
            registration, verdict="approve", seen=seen, actor=cast.rosa
        )
    assert refusal.value.code == "changed"
    assert not Email.objects.exists()
    assert not Decision.objects.exists()


def test_a_full_category_refuses_the_approval_and_changes_nothing(cast: Cast) -> None:
    Category.objects.filter(pk=cast.representative.pk).update(cap=1)
    first, second = make_confirmed(cast, "A"), make_confirmed(cast, "B")
    decide(cast, first, "approve")
    with pytest.raises(ValidationError) as refusal:
        decide(cast, second, "approve")
    assert refusal.value.code == "category-full"
    assert (state_of(second), Email.objects.count()) == ("confirmed", 1)
    decide(cast, second, "wait")
    assert state_of(second) == "waiting"
    assert no_drift(cast)


def test_an_approval_is_reversed_and_given_again(cast: Cast) -> None:
    registration = make_confirmed(cast)
    for verdict, reason in (("approve", ""), ("refuse", "A mistake."), ("approve", "")):
        decide(cast, registration, verdict, reason)
        assert state_of(registration) == decisions.target(verdict)
        assert no_drift(cast)
    assert Email.objects.count() == 3


@pytest.mark.parametrize("state", ["draft", "nominated", "withdrawn", "approved"])
def test_approving_is_not_possible_from(client: Client, cast: Cast, state: str) -> None:
    registration = make_confirmed(cast, state=state, holds_delegation=False)
    with pytest.raises(ValidationError) as refusal:
        decide(cast, registration, "approve")
    assert refusal.value.code == "wrong-state"
    assert (state_of(registration), Email.objects.count()) == (state, 0)
    sign_in(client, cast.rosa)
    page = client.post(DECIDE, {"id": registration.pk, "verdict": "approve"})
    assert page.context["preview"].count == 0
    assert [bool(row.note) for row in page.context["rows"]] == [True]


def test_no_letter_leaves_without_the_decision_on_record(cast: Cast) -> None:
    registration = make_confirmed(cast)
    refused = Decision.objects.create(
        conference=cast.conference, verdict="refuse", reason="No.", state="done",
        fingerprint="x", prepared_by=cast.rosa, needs_second=False,
    )  # fmt: skip
    item = DecisionItem.objects.create(decision=refused, registration=registration)
    # Whatever the instance in memory claims, the database is asked.
    item.outcome = DecisionItem.Outcome.DONE
    item.decision.verdict = "approve"
    letter = decisions.draft_of(registration, "approve", "")
    with transaction.atomic(), pytest.raises(RuntimeError):
        deciding._tell(item, letter)
    DecisionItem.objects.update(outcome="done")
    Registration.objects.update(state="approved")
    with transaction.atomic(), pytest.raises(RuntimeError):
        deciding._tell(item, letter)
    assert Email.objects.count() == 0


def test_without_an_address_the_focal_point_gets_the_letter_or_it_is_kept(
    cast: Cast,
) -> None:
    helped = make_confirmed(cast, "Grandmother", email="", nominated_by=cast.amina)
    alone = make_confirmed(
        cast, "Hermit", email="", delegation=None, conference=cast.conference,
        holds_delegation=False,
    )  # fmt: skip
    for registration in (helped, alone):
        decide(cast, registration, "approve")
    passed_on, kept = (
        Email.objects.get(thing_id=registration.pk) for registration in (helped, alone)
    )
    assert passed_on.to == cast.amina.email
    assert "Please pass it on" in passed_on.body
    assert (kept.to, kept.state) == ("", Email.State.KEPT)
    assert "/l/" not in kept.full_body()


def test_nobody_under_age_is_approved_before_the_flag_is_cleared(
    client: Client, cast: Cast
) -> None:
    registration = make_confirmed(cast)
    flag = Flag.objects.create(registration=registration, kind="minor")
    with pytest.raises(ValidationError) as refusal:
        decide(cast, registration, "approve")
    assert refusal.value.code == "minor"
    assert "guardian’s consent" in refusal.value.messages[0]
    assert (state_of(registration), Email.objects.count()) == ("confirmed", 0)
    sign_in(client, cast.rosa)
    page = client.post(DECIDE, {"id": registration.pk, "verdict": "approve"})
    assert page.context["preview"].count == 0
    assert [bool(row.note) for row in page.context["rows"]] == [True]
    assert "guardian’s consent" in page.content.decode()
    actions.flag.clear_flag(flag, note="The consent is here.", actor=cast.rosa)
    decide(cast, registration, "approve")
    assert state_of(registration) == "approved"


def test_the_preview_names_the_flags_and_whom_it_leaves_out(
    client: Client, cast: Cast
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(4)]
    Flag.objects.create(registration=rows[1], kind="duplicate", details="K7Q2")
    Flag.objects.create(registration=rows[2], kind="minor")
    Registration.objects.filter(pk=rows[3].pk).update(state="nominated")
    sign_in(client, cast.rosa)
    page = client.post(
        DECIDE, {"id": [row.pk for row in rows], "verdict": "approve", "at": "2"}
    )
    assert [
        (row.name, row.now[1], row.after[1], len(row.flags), bool(row.note))
        for row in page.context["rows"]
    ] == [
        ("Person 0", "confirmed", "approved", 0, False),
        ("Person 1", "confirmed", "approved", 1, False),
        ("Person 2", "confirmed", "", 1, True),
        ("Person 3", "nominated", "", 0, True),
    ]


def test_what_is_full_is_told_with_its_figures_before_anybody_tries(
    client: Client, cast: Cast
) -> None:
    Category.objects.filter(pk=cast.representative.pk).update(cap=2)
    rows = [make_confirmed(cast, f"Person {n}") for n in range(3)]
    decide(cast, rows[0], "approve")
    sign_in(client, cast.rosa)
    one = client.get(f"{LIST}{rows[1].pk}/")
    assert one.context["shortages"] == []
    typed = {"id": [rows[1].pk, rows[2].pk], "verdict": "approve"}
    many = client.post(DECIDE, typed)
    assert [
        (short.level, short.taken, short.cap, short.needed)
        for short in many.context["shortages"]
    ] == [("category", 1, 2, 2)]
    html = " ".join(many.content.decode().split())
    assert "1 of 2 places are taken, 2 are needed." in html
    waiting = client.post(DECIDE, typed | {"verdict": "wait"})
    assert waiting.context["shortages"] == []
    decide(cast, rows[1], "approve")
    html = " ".join(client.get(f"{LIST}{rows[2].pk}/").content.decode().split())
    assert "2 of 2 places are taken, 1 is needed." in html


def test_after_a_decision_the_next_of_the_same_list_is_one_press_away(
    client: Client, cast: Cast
) -> None:
    for name in ("Ada", "Bo", "Cy"):
        make_confirmed(cast, name)
    make_confirmed(cast, "Bob Guest", category=cast.guest)
    sign_in(client, cast.rosa)
    listed = f"state=confirmed&category={cast.representative.pk}"
    page = client.get(f"{LIST}?{listed}")
    ada, bo, _cy = (row.key for row in page.context["page"].rows)
    here = f"/?list=state%3Dconfirmed%26category%3D{cast.representative.pk}"
    assert f'{ada}{here}"' in page.content.decode()
    page = client.post(DECIDE, {"id": ada, "verdict": "approve", "list": listed})
    assert f'href="{LIST}?{listed}"'.replace("&", "&amp;") in page.content.decode()
    answer = client.post(
        DECIDE,
        {
            "id": ada, "verdict": "approve", "list": listed, "step": "send",
            "seen": page.context["preview"].fingerprint,
        },
    )  # fmt: skip
    assert answer["Location"] == f"{LIST}{ada}{here}"
    page = client.get(answer["Location"])  # Ada has left the list meanwhile
    html = page.content.decode()
    assert "Next: Bo" in html
    assert f'href="{LIST}{bo}{here}"' in html
    cy = Registration.objects.get(full_name="Cy")
    assert client.get(f"{LIST}{cy.pk}{here}").context["next"] is None
    assert client.get(f"{LIST}{ada}/").context["next"] is None  # from elsewhere
    claimed = client.post(f"{LIST}{cy.pk}/assign/", {"list": listed})
    assert claimed["Location"] == f"{LIST}{cy.pk}{here}"


# -- Many -----------------------------------------------------------------------------


def prepare(client: Client, cast: Cast, rows: list[Registration]) -> Decision:
    sign_in(client, cast.rosa)
    typed = {"id": [row.pk for row in rows], "verdict": "approve"}
    page = client.post(DECIDE, typed)
    response = client.post(
        DECIDE, typed | {"step": "send", "seen": page.context["preview"].fingerprint}
    )
    decision = Decision.objects.get()
    assert response["Location"] == f"{DECISIONS}{decision.pk}/"
    return decision


def approve(decision: Decision, cast: Cast) -> None:
    now = deciding.fingerprint_now(decision)
    seconding.approve(decision, seen=decision.fingerprint, now=now, actor=cast.ravi)


def test_many_wait_for_a_second_person_and_nobody_is_told(
    client: Client, cast: Cast
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(3)]
    decision = prepare(client, cast, rows)
    assert (decision.state, decision.items.count()) == ("prepared", 3)
    client.post(f"{DECISIONS}{decision.pk}/approve/", {"seen": decision.fingerprint})
    assert {state_of(row) for row in rows} == {"confirmed"}
    assert Email.objects.count() == 0
    assert Decision.objects.get().state == "prepared"


def test_the_database_refuses_one_person_as_both(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            conference=cast.conference, verdict="approve", fingerprint="x",
            prepared_by=cast.rosa, approved_by=cast.rosa,
        )  # fmt: skip


def test_of_many_one_letter_may_be_left_and_its_second_person_still_finds_it(
    client: Client, cast: Cast
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(2)]
    Registration.objects.filter(pk=rows[1].pk).update(state="nominated")
    decision = prepare(client, cast, rows)
    assert decision.items.count() == 1
    decide(cast, make_confirmed(cast, "At once"), "approve")  # not one of these
    sign_in(client, cast.ravi)
    html = client.get(LIST).content.decode()
    assert f'href="{DECISIONS}"' in html
    page = client.get(DECISIONS).context["page"]
    assert [row.key for row in page.rows] == [decision.pk]
    assert [(tab.key, tab.count) for tab in page.tabs] == [
        ("pending", "1"),
        ("all", "1"),
    ]
    html = client.get(f"{LIST}{rows[0].pk}/").content.decode()
    assert f'href="{DECISIONS}{decision.pk}/"' in html
    seconding.discard(decision, actor=cast.ravi)
    page = client.get(f"{DECISIONS}?view=all").context["page"]
    assert [row.key for row in page.rows] == [decision.pk]


def test_what_is_only_prepared_is_for_those_who_decide(
    client: Client, cast: Cast
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(2)]
    decision = prepare(client, cast, rows)
    sign_in(client, cast.petra)  # reads the list, decides nothing
    page = client.get(f"{LIST}{rows[0].pk}/")
    assert list(page.context["items"]) == []
    assert decision.pk not in page.content.decode()
    assert "second person" not in client.get(LIST).content.decode()
    assert client.get(f"{DECISIONS}{decision.pk}/").status_code in (403, 404)


def test_a_second_person_looks_and_sends_and_each_outcome_is_shown(
    client: Client, cast: Cast
) -> None:
    Category.objects.filter(pk=cast.representative.pk).update(cap=2)
    rows = [make_confirmed(cast, f"Person {n}") for n in range(3)]
    decision = prepare(client, cast, rows)
    sign_in(client, cast.ravi)
    page = client.get(f"{DECISIONS}{decision.pk}/?at=3&list=state%3Dconfirmed")
    assert page.context["preview"].number == 3
    assert 'href="?at=2&amp;list=state%3Dconfirmed"' in page.content.decode()
    client.post(f"{DECISIONS}{decision.pk}/approve/", {"seen": page.context["seen"]})
    assert running.run_all() == 1
    assert (Job.objects.get().done, Job.objects.get().failed) == (2, 1)
    assert [state_of(row) for row in rows] == ["approved", "approved", "confirmed"]
    assert Email.objects.count() == 2
    page = client.get(f"{DECISIONS}{decision.pk}/")
    assert (page.context["done"], page.context["skipped"]) == (2, 1)
    assert [
        (row.name, row.after[1]) for row in page.context["rows"] if not row.note
    ] == [
        ("Person 0", "approved"),
        ("Person 1", "approved"),
    ]
    html = page.content.decode()
    assert "This category has no places left." in html
    assert cast.ravi.name in html
    assert cast.rosa.name in html
    assert no_drift(cast)
    entry = Entry.objects.about(rows[0]).first()
    assert (entry.verb, entry.details["decision"]) == ("approved", decision.pk)


def test_what_changed_after_it_was_submitted_is_not_approved(
    client: Client, cast: Cast
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(2)]
    decision = prepare(client, cast, rows)
    Registration.objects.filter(pk=rows[0].pk).update(full_name="Somebody Else")
    sign_in(client, cast.ravi)
    page = client.get(f"{DECISIONS}{decision.pk}/")
    assert page.context["has_changed"]
    seen = page.context["seen"]
    with pytest.raises(ValidationError) as refusal:
        seconding.approve(decision, seen=seen, now=seen, actor=cast.ravi)
    assert refusal.value.code == "changed"
    assert Email.objects.count() == 0


def test_a_killed_worker_is_continued_and_tells_nobody_twice(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seconding, "CHUNK", 2)
    rows = [make_confirmed(cast, f"Person {n}") for n in range(5)]
    decision = prepare(client, cast, rows)
    approve(decision, cast)
    assert running.run_next(lambda: True)  # then the process ends
    assert Job.objects.get().done == 2
    # Meanwhile one of the others changes what the letter says.
    left = decision.items.filter(outcome="open").first().registration
    Registration.objects.filter(pk=left.pk).update(full_name="Somebody Else")
    assert running.run_all() == 1
    assert (Job.objects.get().done, Job.objects.get().failed) == (4, 1)
    assert state_of(left) == "confirmed"
    assert Email.objects.count() == 4
    assert decision.items.get(registration=left).note == changed().messages[0]
    assert Decision.objects.get().state == "done"
    assert no_drift(cast)


def test_a_discarded_decision_changes_nothing_and_lists_its_people(
    client: Client, cast: Cast
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(2)]
    decision = prepare(client, cast, rows)
    client.post(f"{DECISIONS}{decision.pk}/discard/")
    with pytest.raises(ValidationError) as refusal:
        approve(decision, cast)
    assert refusal.value.code == "not-pending"
    assert {state_of(row) for row in rows} == {"confirmed"}
    assert Email.objects.count() == 0
    page = client.get(f"{DECISIONS}{decision.pk}/")  # kept, with its people
    assert page.context["deed"].discarded_by == cast.rosa
    assert [row.name for row in page.context["rows"]] == ["Person 0", "Person 1"]


def test_a_bulk_refusal_of_badge_holders_says_whose_badges_stop(
    client: Client, cast: Cast
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(3)]
    decide(cast, rows[2], "approve")
    badges.issue(Registration.objects.get(pk=rows[2].pk), actor=cast.rosa)
    sign_in(client, cast.rosa)
    typed = {
        "id": [row.pk for row in rows], "verdict": "refuse", "reason": "No place.",
    }  # fmt: skip
    page = client.post(DECIDE, typed)
    assert [row.name for row in page.context["losing"]] == ["Person 2"]
    assert [row.name for row in page.context["others"]] == ["Person 0", "Person 1"]
    assert page.context["warning"] in page.content.decode()
    assert page.context["warning"].startswith("1 valid badge")
    submitted = typed | {"step": "send", "seen": page.context["preview"].fingerprint}
    address = client.post(DECIDE, submitted)["Location"]
    sign_in(client, cast.ravi)
    page = client.get(address)
    assert [row.name for row in page.context["losing"]] == ["Person 2"]
    client.post(f"{address}approve/", {"seen": page.context["seen"]})
    running.run_all()
    assert [state_of(row) for row in rows] == ["refused"] * 3
    assert not Badge.objects.good().exists()


@pytest.mark.parametrize("many", [1, 3])
def test_a_pending_decision_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(many + 1)]
    Registration.objects.filter(pk=rows[many].pk).update(state="nominated")
    decision = prepare(client, cast, rows)
    sign_in(client, cast.ravi)
    with django_assert_num_queries(10):
        page = client.get(f"{DECISIONS}{decision.pk}/")
    assert len(page.context["rows"]) == many
    Decision.objects.update(state="discarded", discarded_by=cast.rosa)
    with django_assert_num_queries(7):
        page = client.get(f"{DECISIONS}{decision.pk}/")
    assert len(page.context["rows"]) == many


@pytest.mark.django_db(transaction=True)
def test_many_are_submitted_approved_and_sent_rendering_nothing_in_a_transaction(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = make_cast()
    rows = [make_confirmed(cast, f"Person {n}") for n in range(3)]
    inside: list[bool] = []
    rendered = Template.render

    def counted(self: Template, context: Any) -> Any:
        if str(self.name) == "vetting/emails/approved.txt":
            inside.append(connection.in_atomic_block)
        return rendered(self, context)

    monkeypatch.setattr(Template, "render", counted)
    sign_in(client, cast.rosa)
    typed = {"id": [row.pk for row in rows], "verdict": "approve"}
    page = client.post(DECIDE, typed)
    assert inside == [False]  # only the one that is shown
    submission = {"submission": "a" * 22}
    typed |= {"step": "send", "seen": page.context["preview"].fingerprint} | submission
    address = client.post(DECIDE, typed)["Location"]
    assert inside == [False]
    sign_in(client, cast.ravi)
    seen = client.get(address).context["seen"]
    assert inside == [False] * 2
    client.post(f"{address}approve/", {"seen": seen, "submission": "b" * 22})
    assert inside == [False] * 2
    running.run_all()
    assert Email.objects.count() == 3
    assert inside == [False] * 5


def test_all_that_the_list_finds_can_be_prepared_at_once(
    client: Client, cast: Cast
) -> None:
    for number in range(60):
        make_confirmed(cast, f"Person {number}", category=cast.guest)
    make_confirmed(cast, "Somebody else")
    sign_in(client, cast.rosa)
    page = client.post(
        DECIDE,
        {
            "all": "1",
            "query": f"state=confirmed&category={cast.guest.pk}",
            "verdict": "wait",
        },
    )
    assert len(list(page.context["preview"].drafts)) == 60


def test_all_found_beyond_what_one_decision_takes_is_refused(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision_views, "MOST_AT_ONCE", 1)
    make_confirmed(cast, "Ada"), make_confirmed(cast, "Bo")
    sign_in(client, cast.rosa)
    data = {"all": "1", "query": "state=confirmed", "verdict": "approve"}
    assert client.post(DECIDE, data)["Location"] == f"{LIST}?state=confirmed"
    assert not Decision.objects.exists()
    # One that was found by a search for a name alone is decided all the same.
    page = client.post(DECIDE, {**data, "query": "q=ada"})
    assert page.context["preview"].count == 1


def test_registrations_of_another_conference_are_not_reached(
    client: Client, cast: Cast
) -> None:
    other = make_conference(slug="other-2020", short_name="Other")
    foreign = make_registration(conference=other, state="confirmed", email="x@e.org")
    sign_in(client, cast.rosa)
    response = client.post(DECIDE, {"id": foreign.pk, "verdict": "approve"})
    assert response["Location"] == LIST
    assert client.get(f"{LIST}{foreign.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["petra", "sam", "paul", "amina", "eve"])
def test_only_registrars_decide(client: Client, cast: Cast, who: str) -> None:
    registration = make_confirmed(cast)
    sign_in(client, getattr(cast, who))
    typed = {
        "id": registration.pk, "verdict": "approve", "step": "send",
        "seen": fingerprint(registration, "approve"),
    }  # fmt: skip
    assert client.post(DECIDE, typed).status_code == 403
    assert client.get(DECISIONS).status_code == 403
    assert (state_of(registration), Email.objects.count()) == ("confirmed", 0)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_decisions_costs_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [make_confirmed(cast, f"Person {n}") for n in range(2)]
    for state in ("prepared", "done"):
        for _number in range(many):
            decision = Decision.objects.create(
                conference=cast.conference, verdict="approve", fingerprint="x",
                prepared_by=cast.rosa, state=state,
                approved_by=cast.ravi if state == "done" else None,
            )  # fmt: skip
            for row in rows:
                DecisionItem.objects.create(decision=decision, registration=row)
    sign_in(client, cast.rosa)
    # Session, user, conference, hats; saved views; how many in both views; which, and
    # the rows.
    with django_assert_num_queries(9):
        page = client.get(DECISIONS).context["page"]
    assert (page.count, len(page.rows)) == (str(many), many)


# -- Flags and assignments ------------------------------------------------------------


def test_a_flag_is_cleared_with_a_note_that_the_history_keeps(
    client: Client, cast: Cast
) -> None:
    registration = make_confirmed(cast)
    flag = Flag.objects.create(registration=registration, kind="name")
    sign_in(client, cast.rosa)
    page = f"{LIST}{registration.pk}/flags/{flag.pk}/"
    empty = client.post(page, {f"flag-{flag.pk}-note": ""})
    assert empty.status_code == 422
    assert Flag.objects.get().cleared_at is None
    client.post(page, {f"flag-{flag.pk}-note": "Saw the passport."})
    flag.refresh_from_db()
    assert flag.cleared_by == cast.rosa
    html = client.get(f"{LIST}{registration.pk}/").content.decode()
    assert "Saw the passport." in html


def test_an_assignment_keeps_colleagues_off_until_it_is_released(
    client: Client, cast: Cast
) -> None:
    registration = make_confirmed(cast)
    sign_in(client, cast.rosa)
    client.post(f"{LIST}{registration.pk}/assign/")
    with pytest.raises(ValidationError) as refusal:
        actions.assign.assign(registration, actor=cast.ravi)
    assert refusal.value.code == "assigned"
    client.post(f"{LIST}{registration.pk}/release/")
    actions.assign.assign(registration, actor=cast.ravi)


def test_a_note_stands_beside_the_state(client: Client, cast: Cast) -> None:
    registration = make_confirmed(cast)
    sign_in(client, cast.rosa)
    client.post(f"{LIST}{registration.pk}/notes/", {"new-note": "Ask the embassy."})
    assert Flag.objects.get().details == "Ask the embassy."
    assert (
        "Ask the embassy." in client.get(f"{LIST}{registration.pk}/").content.decode()
    )
