"""Contact us: asked by anyone, answered by e-mail, followed by its sender alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences import consequences, pending
from hemicycle.conferences.consequences import Deed
from hemicycle.conferences.models import Hat, Role
from hemicycle.delegations import privacy
from hemicycle.lib import clock
from hemicycle.people.models import Link, User
from hemicycle.post.models import Email
from hemicycle.website import states, wording
from hemicycle.website.actions import enquiries
from hemicycle.website.models import Enquiry, Message
from tests.cast import OPENING_MORNING, Cast, make_registration, make_user
from tests.conftest import look_and_send, sign_in
from tests.security.test_states import is_refusal
from tests.security.world import everything, undone

pytestmark = pytest.mark.django_db

CONTACT = "/en/uncsc-2019/contact/"
DESK = "/en/uncsc-2019/enquiries/"
TYPED = {
    "subject": "press", "words": "When is the briefing?\n\nThank you.",
    "name": "Ada Lu", "email": "ada@example.org", "language": "en",
}  # fmt: skip


def ask(cast: Cast, **kw: Any) -> Enquiry:
    asked = TYPED | {"actor": None} | kw
    return enquiries.ask(cast.conference, **asked)


def answer(enquiry: Enquiry, actor: User, words: str = "At noon.") -> Message:
    enquiry = Enquiry.objects.with_people().get(pk=enquiry.pk)
    seen = wording.answered(enquiry, words).fingerprint
    return enquiries.answer(enquiry, words=words, seen=seen, actor=actor)


def page_of(enquiry: Enquiry, verb: str = "") -> str:
    return f"{DESK}{enquiry.pk}/{verb}"


@pytest.fixture
def paul(cast: Cast) -> Client:
    return sign_in(Client(), cast.paul)


def test_a_stranger_asks_and_is_mailed_a_link_without_a_word_of_theirs(
    cast: Cast, client: Client
) -> None:
    answer = client.post(CONTACT, TYPED)
    assert answer.url == f"{CONTACT}received/"
    assert "Enquiry received" in client.get(answer.url).content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.state, enquiry.subject) == ("awaiting", "press")
    assert Message.objects.get().words == "When is the briefing?\n\nThank you."
    email = Email.objects.get()
    assert (email.to, email.template) == ("ada@example.org", "website/received")
    assert "briefing" not in email.body
    assert "Ada" not in email.body
    assert Link.objects.get().path == f"{CONTACT}{enquiry.pk}/"


def test_what_is_missing_is_said_and_what_was_typed_stays(
    cast: Cast, client: Client
) -> None:
    response = client.post(CONTACT, TYPED | {"email": "ada@", "subject": ""})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Error: " in html
    assert "When is the briefing?" in html
    assert not Enquiry.objects.exists()


def test_the_page_answers_alike_whoever_is_known(cast: Cast, client: Client) -> None:
    """An address with an account, one with an enquiry, and one of nobody."""
    ask(cast, email="asked@example.org")
    answers = set()
    for email in (cast.lin.email, "asked@example.org", "nobody@example.org"):
        response = client.post(CONTACT, TYPED | {"email": email})
        answers.add((response.status_code, response.url, len(response.cookies)))
    assert len(answers) == 1


def test_a_mailbox_is_not_flooded_and_nothing_typed_is_lost(
    cast: Cast, client: Client
) -> None:
    for _n in range(3):
        assert client.post(CONTACT, TYPED).status_code == 302
    refused = client.post(CONTACT, TYPED)
    assert refused.status_code == 422
    assert "Too many attempts" in refused.content.decode()
    assert "When is the briefing?" in refused.content.decode()
    assert Email.objects.count() == 3
    assert client.post(CONTACT, TYPED | {"email": "o@example.org"}).status_code == 302


def test_a_network_has_a_limit_too(cast: Cast, client: Client) -> None:
    for n in range(30):
        typed = TYPED | {"email": f"a{n}@example.org"}
        assert client.post(CONTACT, typed).status_code == 302
    assert client.post(CONTACT, TYPED).status_code == 422


def test_the_thread_is_its_senders_alone(cast: Cast) -> None:
    enquiry = ask(cast, email=cast.lin.email, words="A secret of Lin")
    own = f"{CONTACT}{enquiry.pk}/"
    lin, eve = sign_in(Client(), cast.lin), sign_in(Client(), cast.eve)
    assert "A secret of Lin" in lin.get(own).content.decode()
    assert "A secret of Lin" in lin.get(CONTACT).content.decode()
    assert "A secret of Lin" not in eve.get(CONTACT).content.decode()
    assert eve.get(own).status_code == 404
    assert "sign-in" in Client().get(own)["Location"]
    # Nor those who answer it: theirs is the page of the desk.
    assert sign_in(Client(), cast.clara).get(own).status_code == 404


def test_who_is_signed_in_finds_name_and_address_there(cast: Cast) -> None:
    lin = sign_in(Client(), cast.lin)
    html = lin.get(CONTACT).content.decode()
    assert cast.lin.email in html
    answer = lin.post(CONTACT, TYPED | {"email": cast.lin.email})
    assert answer.url == f"{CONTACT}{Enquiry.objects.get().pk}/"


def test_it_is_answered_by_the_email_that_was_seen(cast: Cast, paul: Client) -> None:
    enquiry = ask(cast)
    Email.objects.all().delete()
    page = page_of(enquiry, "answer/")
    shown = paul.post(page, {"words": "At noon.", "step": "look"}).content.decode()
    assert "Dear Ada Lu," in shown
    assert not Email.objects.exists()
    answered = look_and_send(paul, page, {"words": "At noon."})
    assert answered.url == page_of(enquiry)
    email = Email.objects.get()
    assert (email.to, email.template) == ("ada@example.org", "website/answered")
    assert "At noon." in email.body
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assigned_to) == ("answered", cast.paul)


def test_the_sender_reads_the_answer_and_writes_again(cast: Cast) -> None:
    enquiry = ask(cast, email=cast.lin.email)
    answer(enquiry, cast.paul)
    lin = sign_in(Client(), cast.lin)
    own = f"{CONTACT}{enquiry.pk}/"
    html = lin.get(own).content.decode()
    assert "At noon." in html
    assert "The secretariat" in html
    assert cast.paul.name not in html
    answered = lin.post(f"{own}messages/", {"words": "On which day?"})
    assert answered.url == own
    enquiry.refresh_from_db()
    assert enquiry.state == "awaiting"
    assert enquiry.assigned_to == cast.paul


def test_an_answer_is_not_sent_past_a_message_that_came_meanwhile(cast: Cast) -> None:
    enquiry = ask(cast, email=cast.lin.email)
    paul = sign_in(Client(), cast.paul)
    page = page_of(enquiry, "answer/")
    look = paul.post(page, {"words": "At noon.", "step": "look"})
    seen = look.context["preview"].fingerprint
    enquiries.write_again(enquiry, words="I know now.", actor=cast.lin)
    sent = paul.post(page, {"words": "At noon.", "step": "send", "seen": seen})
    assert sent.status_code == 422
    assert not Message.objects.filter(is_answer=True).exists()
    assert "At noon." in sent.content.decode()


def test_each_sees_the_subjects_of_their_work(cast: Cast) -> None:
    press = ask(cast, subject="press")
    visa = ask(cast, subject="visa", email="b@example.org")
    other = ask(cast, subject="other", email="c@example.org")
    hana = make_user("Hana", cast.conference, Hat.HELP_DESK)
    sees = {
        cast.paul: {press, other}, cast.rosa: {visa, other}, hana: {visa, other},
        cast.clara: {press, visa, other}, cast.petra: set(), cast.eve: set(),
    }  # fmt: skip
    for user, theirs in sees.items():
        rows = Enquiry.objects.visible_to(user, cast.conference)
        assert set(rows) == theirs, user
    assert sign_in(Client(), cast.paul).get(page_of(visa)).status_code == 404
    assert sign_in(Client(), cast.petra).get(DESK).status_code == 403
    assert sign_in(Client(), cast.eve).get(DESK).status_code == 404


def test_it_is_assigned_only_to_whose_work_it_is(cast: Cast, paul: Client) -> None:
    enquiry = ask(cast)
    page = page_of(enquiry, "assignment/")
    assert paul.post(page, {"assigned_to": cast.rosa.pk}).status_code == 422
    assert paul.post(page, {"assigned_to": cast.clara.pk}).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.assigned_to == cast.clara
    assert paul.post(page, {"assigned_to": ""}).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.assigned_to is None


def test_one_on_another_subject_leaves_whose_work_it_was_not(
    cast: Cast, paul: Client
) -> None:
    enquiry = ask(cast)
    enquiries.assign(enquiry, to=cast.paul, actor=cast.paul)
    moved = paul.post(page_of(enquiry, "subject/"), {"subject": "visa"})
    assert moved.url == DESK
    enquiry.refresh_from_db()
    assert (enquiry.subject, enquiry.assigned_to) == ("visa", None)
    assert paul.get(page_of(enquiry)).status_code == 404


def test_what_awaits_an_answer_stands_on_the_desk_and_on_the_press_officers_day(
    cast: Cast, paul: Client
) -> None:
    press = ask(cast)
    ask(cast, subject="visa", email="b@example.org")
    ask(cast, subject="visa", email="c@example.org")
    desk = sign_in(Client(), cast.clara).get("/en/uncsc-2019/desk/").content.decode()
    assert "enquiry of the press awaits an answer" in desk
    assert "other enquiries await an answer" in desk
    day = paul.get("/en/uncsc-2019/newsroom/").content.decode()
    assert "enquiry of the press awaits an answer" in day
    assert "other enquiries" not in day
    answer(press, cast.paul)
    assert not list(pending.needs_of(Hat.PRESS, cast.conference))


VERBS = {
    "enquiries:assign": ("assignment/", {"assigned_to": ""}),
    "enquiries:move": ("subject/", {"subject": "other"}),
    "enquiries:close": ("closure/", {}),
    "enquiries:reopen": ("closure/end/", {}),
}
WHO = ("paul", "clara", "rosa", "petra", "lin", "eve")


def put(enquiry: Enquiry, state: str) -> None:
    Enquiry.objects.filter(pk=enquiry.pk).update(state=state)


@pytest.mark.parametrize("verb", states.VERBS[1:], ids=lambda verb: str(verb.name))
def test_every_verb_in_every_state_by_every_role(cast: Cast, verb: Any) -> None:
    """Written out: Paul and Clara have the press, Lin asked."""
    enquiry = ask(cast, email=cast.lin.email)
    mine = {states.HANDLER: {"paul", "clara"}, states.SENDER: {"lin"}}[verb.by[0]]
    for state in states.ENQUIRY.states:
        put(enquiry, state)
        before = everything()
        for who in WHO:
            case = (verb.name, state, who)
            client = sign_in(Client(), getattr(cast, who))
            told = Email.objects.count()
            with undone():
                answered = do(client, verb.address, enquiry)
                if who in mine and state in verb.starts:
                    assert answered.status_code == 302, case
                    now = Enquiry.objects.get().state
                    assert now in (verb.leads_to or {state}), case
                    assert Email.objects.count() - told == len(verb.emails), case
                    continue
                assert is_refusal(answered), (case, answered.status_code)
            assert everything() == before, case


def do(client: Client, address: str, enquiry: Enquiry) -> Any:
    if address == "website:write_again":
        return client.post(f"{CONTACT}{enquiry.pk}/messages/", {"words": "And?"})
    if address == "enquiries:answer":
        return look_and_send(client, page_of(enquiry, "answer/"), {"words": "Yes."})
    path, typed = VERBS[address]
    return client.post(page_of(enquiry, path), typed)


def test_a_closed_enquiry_is_erased_with_its_emails_after_half_a_year(
    cast: Cast,
) -> None:
    old, young = ask(cast), ask(cast, email="b@example.org")
    for enquiry in (old, young):
        answer(enquiry, cast.paul)
    Email.objects.update(state="sent")
    enquiries.close(old, actor=cast.paul)
    with clock.frozen(OPENING_MORNING + timedelta(days=179)):
        assert enquiries.erase_old() == 0
        enquiries.close(young, actor=cast.paul)
    with clock.frozen(OPENING_MORNING + timedelta(days=181)):
        assert enquiries.erase_old() == 1
    assert Enquiry.objects.get() == young
    assert set(Email.objects.values_list("to", flat=True)) == {"", "b@example.org"}
    assert not Email.objects.filter(to="").exclude(body="").exists()


def test_an_erased_person_leaves_no_enquiry(cast: Cast) -> None:
    lin = make_registration(
        delegation=cast.delegation, full_name="Lin", email="lin2@example.org",
        user=cast.lin, state="withdrawn",
    )  # fmt: skip
    for email in (cast.lin.email, "lin2@example.org", "other@example.org"):
        ask(cast, email=email)
    privacy.erase(lin, actor=cast.rosa)
    assert [each.email for each in Enquiry.objects.all()] == ["other@example.org"]


def test_a_removed_role_says_what_stays_assigned(cast: Cast) -> None:
    enquiry = ask(cast)
    enquiries.assign(enquiry, to=cast.paul, actor=cast.paul)
    role = Role.objects.get(user=cast.paul)
    said = consequences.of(
        [role], Deed.REMOVED, viewer=cast.clara, conference=cast.conference
    )
    assert "1 enquiry stays assigned to them" in said[-1].sentence


def test_it_is_found_by_name_and_words(cast: Cast, paul: Client) -> None:
    ask(cast)
    ask(cast, name="Bo Ek", email="b@example.org", words="A camera?")
    html = paul.get(f"{DESK}?view=all&q=camera").content.decode()
    assert "Bo Ek" in html
    assert "Ada Lu" not in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_has_a_fixed_number_of_queries(
    cast: Cast,
    paul: Client,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        ask(cast, email=f"a{n}@example.org")
    paul.get(DESK)
    with django_assert_num_queries(9):
        paul.get(DESK)


def test_the_form_speaks_arabic(cast: Cast, client: Client) -> None:
    html = client.get("/ar/uncsc-2019/contact/").content.decode()
    assert 'dir="rtl"' in html
    client.post("/ar/uncsc-2019/contact/", TYPED | {"language": "ar"})
    email = Email.objects.get()
    assert re.search("وصل استفساركم", email.subject)
    assert Link.objects.get().path.startswith("/ar/")
