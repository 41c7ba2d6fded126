"""From a headline to a scheduled article, through the pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences.models import Hat
from hemicycle.journal.models import Entry
from hemicycle.newsroom import states
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.models import Article, ReleaseChange
from hemicycle.texts import actions as texts
from hemicycle.texts.models import Revision, Wording
from hemicycle.ui.refusals import codes_of
from tests.cast import Cast, make_user
from tests.conftest import sign_in
from tests.newsroom.writing import (
    SAID,
    again,
    approve,
    make_article,
    make_public,
    translate,
)

pytestmark = pytest.mark.django_db

State = Article.State


@pytest.fixture
def paul(cast: Cast) -> Client:
    return sign_in(Client(), cast.paul)


@pytest.fixture
def clara(cast: Cast) -> Client:
    return sign_in(Client(), cast.clara)


@pytest.fixture
def article(cast: Cast) -> Article:
    return make_article(cast.conference, cast.paul)


def page(name: str, article: Article, *more: object) -> str:
    arguments = [article.conference.slug, article.pk, *more]
    return reverse(f"newsroom:{name}", args=arguments)


def test_a_headline_starts_a_draft_that_is_written_next(
    cast: Cast, paul: Client
) -> None:
    answer = paul.post(
        reverse("newsroom:add", args=["uncsc-2019"]),
        {"title": "Opening\u202e day", "kind": "press-release", "language": "en"},
    )
    article = Article.objects.get()
    assert answer["Location"] == page("write", article, "en")
    assert (str(article), article.state, article.created_by) == (
        "Opening day", State.DRAFT, cast.paul,
    )  # fmt: skip
    assert Entry.objects.filter(verb="started article", actor=cast.paul).count() == 1


def test_a_text_is_written_with_a_revision(
    article: Article, paul: Client, cast: Cast
) -> None:
    html = paul.get(page("write", article, "en")).content.decode()
    assert 'lang="en"' in html
    answer = paul.post(page("write", article, "en"), SAID | {"body": "## New\n\nText."})
    assert answer.status_code == 302
    assert again(article).wordings[0].body == "## New\n\nText."
    newest = Revision.objects.order_by("-number")[0]
    assert (newest.number, newest.by, newest.is_open) == (3, cast.paul, False)


def test_a_page_that_saves_by_itself_gets_a_version_and_no_page(
    article: Article, paul: Client, cast: Cast
) -> None:
    form = paul.get(page("write", article, "en")).context["form"]
    first = form["as_read"].value()
    by_itself = {"HTTP_X_AUTOSAVE": "1"}
    answer = paul.post(
        page("write", article, "en"),
        SAID | {"body": "One", "as_read": first, "submission": "a" * 22},
        **by_itself,
    )
    assert answer.status_code == 200
    second = answer.json()["as_read"]
    # A colleague saves; what the page saves by itself then is not stored.
    texts.write(
        again(article).wordings[0], **SAID | {"body": "Clara’s"}, actor=cast.clara
    )
    answer = paul.post(
        page("write", article, "en"), SAID | {"body": "Two", "as_read": second},
        **by_itself,
    )  # fmt: skip
    assert answer.status_code == 409
    assert "colleague" in answer.json()["said"]
    assert Wording.objects.get().body == "Clara’s"
    # Saved by its owner, the page shows both versions, and stores neither.
    answer = paul.post(
        page("write", article, "en"), SAID | {"body": "Two", "as_read": second}
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Clara’s" in html
    assert "Two" in html


def test_another_person_approves(
    article: Article, paul: Client, clara: Client, cast: Cast
) -> None:
    translate(article, cast.paul)
    answer = paul.post(page("submit", article), {"together": ["en", "fr"]})
    assert answer["Location"] == page("show", article)
    submitted = again(article)
    assert (submitted.state, submitted.together) == (State.IN_REVIEW, ["en", "fr"])
    seen = {"fingerprint": prepare.fingerprint_of(submitted)}
    # Not who wrote it, though the role allows it.
    assert paul.post(page("approve", article), seen).status_code == 403
    clara.post(page("approve", article), seen)
    approved = again(article)
    assert (approved.state, approved.approved_by) == (State.APPROVED, cast.clara)
    verbs = ["submitted article", "approved article"]
    assert list(
        Entry.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", "actor")
    ) == [(verbs[0], cast.paul.pk), (verbs[1], cast.clara.pk)]


def test_who_wrote_last_does_not_approve_what_another_submitted(
    article: Article, cast: Cast
) -> None:
    prepare.submit(article, together=["en"], actor=cast.clara)
    pia = make_user("Pia", cast.conference, Hat.PRESS)
    texts.write(again(article).wordings[0], **SAID | {"body": "Pia’s."}, actor=pia)
    submitted = again(article)
    for user, may in ((cast.paul, True), (pia, False), (cast.clara, False)):
        assert states.APPROVE.may(user, submitted) is may


def test_an_article_changed_since_it_was_read_is_not_approved(
    article: Article, clara: Client, cast: Cast
) -> None:
    prepare.submit(article, together=["en"], actor=cast.paul)
    seen = {"fingerprint": prepare.fingerprint_of(again(article))}
    texts.write(
        again(article).wordings[0], **SAID | {"body": "Other."}, actor=cast.paul
    )
    html = clara.post(page("approve", article), seen, follow=True).content.decode()
    assert "changed since you opened it" in html
    assert again(article).state == State.IN_REVIEW


@pytest.mark.parametrize(
    ("wrong", "together", "code"),
    [
        ({"title": ""}, ["en"], "no-headline"),
        ({"body": ""}, ["en"], "no-text"),
        ({}, ["fr"], "without-source"),
        ({}, ["en", "fr"], "in-work"),
        ({}, ["en", "ru"], "no-such-language"),
    ],
)
def test_what_is_not_ready_is_not_submitted(
    article: Article, cast: Cast, wrong: dict[str, str], together: list[str], code: str
) -> None:
    french = texts.add_language(article.text, "fr", actor=cast.paul)
    texts.write(french, title="T", summary="S", body="B", actor=cast.paul)
    if wrong:
        texts.write(article.text.source_wording, **SAID | wrong, actor=cast.paul)
    with pytest.raises(ValidationError) as refusal:
        prepare.submit(article, together=together, actor=cast.paul)
    assert code in codes_of(refusal.value)
    assert again(article).state == State.DRAFT


def test_what_is_approved_is_closed_until_it_is_taken_back(
    article: Article, paul: Client, cast: Cast
) -> None:
    approve(article, cast.paul, cast.clara)
    answer = paul.post(page("write", article, "en"), SAID | {"body": "Sneaked in."})
    assert answer.status_code == 422
    assert Wording.objects.get().body == SAID["body"]
    # Another language may be written meanwhile, and joins later.
    texts.add_language(article.text, "fr", actor=cast.paul)
    answer = paul.post(page("write", article, "fr"), SAID)
    assert answer.status_code == 302
    assert paul.post(page("take_back", article), {"reason": ""}).status_code == 422
    paul.post(page("take_back", article), {"reason": "A figure changed."})
    taken = again(article)
    assert (taken.state, taken.approved_by, taken.approved) == (State.DRAFT, None, "")
    assert Entry.objects.get(verb="took back article").reason == "A figure changed."
    answer = paul.post(page("write", article, "en"), SAID | {"body": "Better."})
    assert answer.status_code == 302


def test_a_returned_article_says_why_in_the_journal(
    article: Article, clara: Client, cast: Cast
) -> None:
    prepare.submit(article, together=["en"], actor=cast.paul)
    clara.post(page("send_back", article), {"reason": "Name the source."})
    assert again(article).state == State.DRAFT
    assert Entry.objects.get(verb="returned article").reason == "Name the source."


WHEN = datetime(2019, 8, 28, 20, 30, tzinfo=UTC)


def planned(at: str = "14:30", **more: str) -> dict[str, str]:
    day = {"day": "28", "month": "8", "year": "2019", "time": at}
    return {f"release_at_{part}": text for part, text in day.items()} | more


def test_a_release_time_is_in_the_conference_s_zone(
    article: Article, paul: Client
) -> None:
    assert paul.post(page("plan", article), planned()).status_code == 302
    stored = again(article)
    assert (stored.release_at, stored.zone) == (WHEN, "America/Denver")
    assert not ReleaseChange.objects.exists()
    html = paul.get(page("show", article)).content.decode()
    assert "14:30" in html
    assert "MDT" in html


def test_a_changed_release_time_needs_a_reason_and_keeps_the_old_one(
    article: Article, paul: Client, cast: Cast
) -> None:
    paul.post(page("plan", article), planned())
    assert paul.post(page("plan", article), planned("16:00")).status_code == 422
    assert again(article).release_at == WHEN
    paul.post(page("plan", article), planned("16:00", reason="Plenary runs late."))
    change = ReleaseChange.objects.get()
    assert (change.was, change.reason, change.by) == (
        WHEN, "Plenary runs late.", cast.paul,
    )  # fmt: skip
    assert again(article).release_at == WHEN + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (planned() | {"release_at_year": "2018"}, "not over"),
        ({"is_embargoed": "on"}, "Choose when"),
    ],
)
def test_a_time_that_is_over_and_an_embargo_without_one_are_refused(
    article: Article, paul: Client, data: dict[str, str], words: str
) -> None:
    answer = paul.post(page("plan", article), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert again(article).embargoed_from is None


def test_an_approved_article_with_a_time_is_scheduled(
    article: Article, paul: Client, cast: Cast
) -> None:
    paul.post(page("plan", article), planned(is_embargoed="on"))
    assert approve(article, cast.paul, cast.clara).state == State.SCHEDULED
    assert again(article).is_embargoed
    # One without is scheduled when it gets one.
    other = make_article(cast.conference, cast.paul)
    assert approve(other, cast.paul, cast.clara).state == State.APPROVED
    paul.post(page("plan", other), planned())
    assert again(other).state == State.SCHEDULED


def test_a_revision_is_compared_in_words_and_restored(
    article: Article, paul: Client
) -> None:
    paul.post(page("write", article, "en"), SAID | {"body": "All delegations left."})
    html = paul.get(page("revisions", article, "en")).content.decode()
    assert "agreed" in html.partition("<del>")[2]
    assert "left" in html.partition("<ins>")[2]
    paul.post(page("restore", article, "en", 2))
    assert again(article).wordings[0].body == SAID["body"]
    assert paul.post(page("restore", article, "en", 99)).status_code == 404


def test_a_translator_sees_what_changed_in_the_source(
    article: Article, paul: Client, cast: Cast
) -> None:
    translate(article, cast.paul)
    texts.write(
        article.text.source_wording,
        **SAID | {"body": "All delegations consented."},
        actor=cast.paul,
    )
    html = paul.get(page("write", article, "fr")).content.decode()
    assert "What changed in the source" in html
    paul.post(page("translated", article, "fr"), {"reflects": "3"})
    french = again(article).wording("fr")
    assert french is not None
    assert french.state == Wording.State.UP_TO_DATE
    html = paul.post(page("translated", article, "en"), follow=True).content.decode()
    assert "This is the source itself." in html


def test_comments_are_read_by_those_who_work_on_the_text(
    article: Article, paul: Client, clara: Client
) -> None:
    clara.post(page("comment", article, "en"), {"words": "Which delegations?"})
    assert (
        "Which delegations?" in paul.get(page("write", article, "en")).content.decode()
    )
    assert (
        "comments are not resolved" in paul.get(page("show", article)).content.decode()
    )
    comment = article.text.wordings.get().comments.get()
    paul.post(page("resolve", article, "en", comment.pk))
    assert (
        "comments are not resolved"
        not in paul.get(page("show", article)).content.decode()
    )
    assert clara.post(page("comment", article, "en"), {"words": ""}).status_code == 422


def test_a_discarded_article_stays_on_record(article: Article, paul: Client) -> None:
    paul.post(page("discard", article))
    assert again(article).state == State.DISCARDED
    answer = paul.post(page("write", article, "en"), SAID | {"body": "More."})
    assert answer.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_has_a_fixed_number_of_queries(
    cast: Cast, paul: Client, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(count):
        article = make_article(cast.conference, cast.paul, title=f"Article {n}")
        translate(article, cast.paul)
    address = reverse("newsroom:index", args=["uncsc-2019"]) + "?view=all"
    paul.get(address)
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        html = paul.get(address).content.decode()
    assert html.count("EN FR") == count


QUERIES_OF_THE_LIST = 9


def test_articles_are_found_by_words_of_any_language(cast: Cast, paul: Client) -> None:
    article = make_article(cast.conference, cast.paul)
    translate(article, cast.paul)
    make_article(cast.conference, cast.paul, title="Other", summary="")
    address = reverse("newsroom:index", args=["uncsc-2019"])
    html = paul.get(f"{address}?q=document&view=all").content.decode()
    assert SAID["title"] in html
    assert ">Other<" not in html


STATES_OF: dict[str, Any] = {
    "draft": lambda a, c: a,
    "in-review": lambda a, c: prepare.submit(a, together=["en"], actor=c.paul),
    "approved": lambda a, c: approve(a, c.paul, c.clara),
    "scheduled": lambda a, c: prepare.plan(
        approve(a, c.paul, c.clara), release_at=WHEN, zone="UTC", is_embargoed=False,
        actor=c.paul,
    ),
    "published": lambda a, c: make_public(a, c.paul, c.clara),
    "withdrawn": lambda a, c: publish.withdraw(
        make_public(a, c.paul, c.clara), words={"en": "Wrong."}, reason="Wrong.",
        actor=c.paul,
    ),
    "discarded": lambda a, c: prepare.discard(a, actor=c.paul),
}  # fmt: skip

DO: dict[str, Any] = {
    "describe": lambda a, c: prepare.describe(a, kind="news", source="X", actor=c.paul),
    "submit": lambda a, c: prepare.submit(a, together=["en"], actor=c.paul),
    "return": lambda a, c: prepare.send_back(a, reason="R", actor=c.clara),
    "approve": lambda a, c: prepare.approve(
        a, seen=prepare.fingerprint_of(again(a)), actor=c.clara
    ),
    "take back": lambda a, c: prepare.take_back(a, reason="R", actor=c.paul),
    "release": lambda a, c: publish.release(a, actor=c.paul),
    "add a notice": lambda a, c: publish.notify(a, words={"en": "N"}, actor=c.paul),
    "withdraw": lambda a, c: publish.withdraw(
        a, words={"en": "W"}, reason="R", actor=c.paul
    ),
    "discard": lambda a, c: prepare.discard(a, actor=c.paul),
    "update": lambda a, c: prepare.begin(
        c.conference, kind="news", language="en", title="T", updates=a, actor=c.paul
    ),
}


@pytest.mark.parametrize("state", STATES_OF)
def test_every_verb_does_in_every_state_what_the_table_says(
    article: Article, cast: Cast, state: str
) -> None:
    """And is refused in all others, with nothing changed."""
    from tests.security.world import everything, undone

    put = STATES_OF[state](article, cast)
    assert again(put).state == state
    by_name = {verb.name: verb for verb in states.VERBS}
    for name, do in DO.items():
        verb = by_name[name]
        before = everything()
        with undone():
            if state in verb.starts:
                do(again(put), cast)
                assert again(put).state in (verb.leads_to or {state}), name
                continue
            with pytest.raises(ValidationError) as refusal:
                do(again(put), cast)
            assert codes_of(refusal.value) == ["wrong-state"], name
        assert everything() == before, name


def test_only_the_clock_has_no_address() -> None:
    for verb in states.VERBS:
        assert verb.starts | verb.leads_to <= set(verb.thing.states)
        assert bool(verb.address) == (states.CLOCK not in verb.by), verb.name
