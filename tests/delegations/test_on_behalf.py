"""The secretariat acts for somebody: it sees each letter first, which says so."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.test import Client

from hemicycle.conferences.models import Notice
from hemicycle.delegations import actions
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User
from hemicycle.post.drafts import fingerprint_of
from hemicycle.post.models import Email
from tests.cast import Cast, make_registration
from tests.conftest import look_and_send, sign_in
from tests.delegations.test_nominate import CHEN, person, vetted

State = Registration.State


@pytest.fixture
def lu(cast: Cast) -> Registration:
    return make_registration(
        delegation=cast.delegation,
        full_name="Lu",
        email="lu@example.org",
        state=State.CONFIRMED,
    )


@pytest.fixture
def rosa(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.rosa)


def state_of(registration: Registration) -> str:
    return Registration.objects.values_list("state", flat=True).get(pk=registration.pk)


def asking(cast: Cast) -> Registration:
    return make_registration(
        delegation=cast.delegation,
        full_name="Bo",
        email="bo@example.org",
        state=State.DRAFT,
        asked_at="2019-08-01T00:00Z",
    )


def test_a_withdrawal_is_seen_first_with_its_reason_in_the_letter(
    rosa: Client, lu: Registration
) -> None:
    html = rosa.get(vetted(lu)).content.decode()
    assert "Preview the withdrawal" in html
    page = rosa.post(person(lu, "withdraw"))
    assert "The secretariat has withdrawn your registration" in page.content.decode()
    typed = {
        "reason": "Ill.",
        "step": "send",
        "seen": page.context["preview"].fingerprint,
    }
    page = rosa.post(person(lu, "withdraw"), typed)
    assert page.context["form"].has_error(NON_FIELD_ERRORS, "changed")
    assert "The reason given:" in page.context["preview"].draft.body
    assert (state_of(lu), Email.objects.count()) == ("confirmed", 0)
    typed["seen"] = page.context["preview"].fingerprint
    assert rosa.post(person(lu, "withdraw"), typed)["Location"] == vetted(lu)
    assert state_of(lu) == "withdrawn"
    assert Email.objects.get().body == page.context["preview"].draft.body


def test_a_withdrawal_is_refused_when_its_letter_changed(
    cast: Cast, lu: Registration
) -> None:
    seen = fingerprint_of(
        actions.withdraw.emails_of_withdrawal(lu, reason="Ill.", actor=cast.rosa)
    )
    for reason, fingerprint in (("Ill.", ""), ("Other.", seen)):
        with pytest.raises(ValidationError) as refusal:
            actions.withdraw.withdraw(
                lu, reason=reason, seen=fingerprint, actor=cast.rosa
            )
        assert refusal.value.code == "changed"
    assert (state_of(lu), Email.objects.count()) == ("confirmed", 0)
    actions.withdraw.withdraw(lu, reason="Ill.", seen=seen, actor=cast.rosa)
    assert state_of(lu) == "withdrawn"


def test_the_person_and_the_focal_point_withdraw_with_one_press(
    client: Client, cast: Cast, lu: Registration
) -> None:
    sign_in(client, cast.amina)
    client.post(person(lu, "withdraw"), {"reason": "Ill."})
    assert state_of(lu) == "withdrawn"
    letter = Email.objects.get()
    assert "was withdrawn by Aurora" in letter.body
    assert "Ill." not in letter.body


def test_a_replacement_is_seen_first_in_both_letters(
    rosa: Client, lu: Registration
) -> None:
    html = rosa.get(person(lu, "substitute")).content.decode()
    assert "Preview the e-mails" in html
    assert "Replace and send exactly this" not in html
    page = rosa.post(person(lu, "substitute"), CHEN | {"step": "look"})
    new, old = page.context["preview"].drafts
    assert "The secretariat has registered you" in new.body
    assert "in the delegation of Aurora" in new.body
    assert "The secretariat has replaced you" in old.body
    assert (state_of(lu), Email.objects.count()) == ("confirmed", 0)
    typed = CHEN | {"step": "send", "seen": page.context["preview"].fingerprint}
    other = rosa.post(person(lu, "substitute"), typed | {"full_name": "Chen Li"})
    assert other.context["form"].has_error(NON_FIELD_ERRORS, "changed")
    assert state_of(lu) == "confirmed"
    assert rosa.post(person(lu, "substitute"), typed).status_code == 302
    assert state_of(lu) == "substituted"
    sent = Email.objects.get(template="delegations/substituted")
    assert sent.body == old.body
    sent = Email.objects.get(template="delegations/nominated")
    code = Registration.objects.get(substitute_of=lu).code
    assert sent.body.replace(code, "••••") == new.body


def test_a_replacement_is_refused_when_a_letter_changed(
    cast: Cast, lu: Registration
) -> None:
    nominee = actions.nominate.Nominee(full_name="Chen", email="chen@example.org")
    with pytest.raises(ValidationError) as refusal:
        actions.substitute.substitute(lu, nominee, seen="0" * 64, actor=cast.rosa)
    assert refusal.value.code == "changed"
    assert Registration.objects.count() == 1


def test_a_return_is_seen_first_and_says_who_returned_it(
    rosa: Client, cast: Cast
) -> None:
    bo = asking(cast)
    typed = {"reason": "Not known there."}
    page = rosa.post(person(bo, "send-back"), typed)
    body = page.context["preview"].draft.body
    assert "The secretariat has returned your request" in body
    with pytest.raises(ValidationError) as refusal:
        actions.register.send_back(bo, reason="Other.", seen="", actor=cast.rosa)
    assert refusal.value.code == "changed"
    assert Email.objects.count() == 0
    typed |= {"step": "send", "seen": page.context["preview"].fingerprint}
    assert rosa.post(person(bo, "send-back"), typed).status_code == 302
    assert Email.objects.get().body == body


def test_without_an_address_the_page_says_that_no_letter_leaves(
    rosa: Client, cast: Cast
) -> None:
    quiet = make_registration(delegation=cast.delegation, email="")
    page = rosa.post(person(quiet, "withdraw"), {"reason": "Ill.", "step": "look"})
    assert "No e-mail: there is no address" in page.content.decode()
    typed = {
        "reason": "Ill.",
        "step": "send",
        "seen": page.context["preview"].fingerprint,
    }
    rosa.post(person(quiet, "withdraw"), typed)
    assert state_of(quiet) == "withdrawn"


def remind(registration: Registration, actor: User) -> None:
    seen = fingerprint_of(actions.nominate.emails_of_reminder(registration))
    actions.nominate.resend(registration, seen=seen, actor=actor)


def test_the_desk_adds_who_asked_from_the_e_mail_it_has_read(
    rosa: Client, cast: Cast
) -> None:
    bo = asking(cast)
    address = person(bo, "admit")
    page = rosa.post(address)
    assert page.context["preview"].draft.to == "bo@example.org"
    for seen in ("", "0" * 64):
        refused = rosa.post(address, {"step": "send", "seen": seen})
        assert refused.status_code == 422
    assert state_of(bo) == "draft"
    assert not Email.objects.exists()
    assert look_and_send(rosa, address).status_code == 302
    assert state_of(bo) == "nominated"
    assert Email.objects.get().body == page.context["preview"].draft.body


def test_who_was_nominated_by_the_secretariat_reads_so_also_in_the_reminder(
    cast: Cast,
) -> None:
    nominee = actions.nominate.Nominee(full_name="Chen", email="chen@example.org")
    by_desk = actions.nominate.nominate(cast.delegation, nominee, actor=cast.rosa)
    remind(by_desk, actor=cast.amina)
    nominee = actions.nominate.Nominee(full_name="Li", email="li@example.org")
    by_focal = actions.nominate.nominate(cast.delegation, nominee, actor=cast.amina)
    remind(by_focal, actor=cast.rosa)
    for registration, words in (
        (by_desk, "The secretariat has registered you"),
        (by_focal, "Aurora has nominated you"),
    ):
        bodies = Email.objects.filter(to=registration.email).values_list("body")
        assert [words in body for (body,) in bodies] == [True, True]


def test_the_secretariat_says_so_in_arabic_too(cast: Cast, lu: Registration) -> None:
    lu.language = "ar"
    seen = actions.withdraw.emails_of_withdrawal(lu, reason="مرض", actor=cast.rosa)
    assert "سحبت الأمانة تسجيلكم" in seen[0].body


def test_details_entered_by_the_desk_are_confirmed_on_the_person_s_behalf(
    cast: Cast,
) -> None:
    registration = make_registration(delegation=cast.delegation, email="q@example.org")
    answers = {notice.pk: True for notice in Notice.objects.in_force(cast.conference)}
    actions.confirm.confirm(registration, {}, answers=answers, actor=cast.rosa)
    assert "on your behalf" in Email.objects.get().body


def test_what_is_done_for_somebody_leads_back_to_the_list_one_works_through(
    rosa: Client, lu: Registration
) -> None:
    there = "?list=state%3Dapproved%26q%3Dlu"
    html = rosa.get(vetted(lu) + there).content.decode()
    for verb in ("withdraw", "substitute"):
        assert f"{person(lu, verb)}{there}" in html
    page = rosa.post(person(lu, "withdraw") + there).content.decode()
    assert page.count(f'href="{person(lu)}{there}"') == 2  # back, and Cancel
    typed = {"reason": "Ill.", "step": "look"}
    preview = rosa.post(person(lu, "withdraw") + there, typed).context["preview"]
    typed = {"reason": "Ill.", "step": "send", "seen": preview.fingerprint}
    done = rosa.post(person(lu, "withdraw") + there, typed)
    assert done["Location"] == vetted(lu) + there
