"""A text held against the record on its page: repaired, kept with a reason, counted."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hemicycle.journal.actions import record as enter
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.newsroom import checklist, record_check
from hemicycle.newsroom.actions import checks, prepare
from hemicycle.newsroom.journal import Happened
from hemicycle.newsroom.models import (
    Article,
    CheckedText,
    DatedOffice,
    FindingAnswer,
    NamedPerson,
)
from hemicycle.newsroom.record_check import Proof, ProofFinding
from hemicycle.texts import actions as texts
from hemicycle.texts.models import Wording
from hemicycle.ui.refusals import codes_of
from tests.cast import Cast
from tests.conftest import sign_in
from tests.newsroom.writing import SAID, again, approve, make_article, translate

pytestmark = pytest.mark.django_db

WRONG = {
    "title": "Alara Nokri opens the conference",
    "summary": "It is the largest ever held.",
    "body": "The first day began with **music**.\n\nAlara Nokri, Mayor of Delmora,\n"
    "spoke first. Then Alara Nokri left.",
}


@pytest.fixture
def alara(cast: Cast) -> NamedPerson:
    person = NamedPerson.objects.create(
        conference=cast.conference, full_name="Alara Nokrit", source="her own card"
    )
    DatedOffice.objects.create(person=person, title={"en": "Mayor of Southport"})
    return person


@pytest.fixture
def article(cast: Cast, alara: NamedPerson) -> Article:
    return make_article(cast.conference, cast.paul, **WRONG)


@pytest.fixture
def paul(cast: Cast) -> Client:
    return sign_in(Client(), cast.paul)


def page(name: str, article: Article, language: str = "en") -> str:
    return reverse(
        f"newsroom:{name}", args=[article.conference.slug, article.pk, language]
    )


def proof(article: Article) -> Proof:
    article = again(article)
    wording = article.wordings[0]
    wording.text = article.text
    return record_check.proof_of(article, wording)


def of(article: Article, reason: str) -> ProofFinding:
    return next(e for e in proof(article).findings if e.finding.reason == reason)


def sent(article: Article, about: str, **more: str) -> dict[str, str]:
    """As the page sends it."""
    return {"key": of(article, about).key, "as_checked": proof(article).digest} | more


def done(article: Article, about: str, **more: str) -> dict[str, str]:
    """As the action takes it."""
    return {"key": of(article, about).key, "seen": proof(article).digest} | more


def test_each_finding_knows_its_places(article: Article) -> None:
    name = of(article, "person")
    assert name.choices == ("Alara Nokrit",)
    texts_ = {part: getattr(again(article).wordings[0], part) for part in WRONG}
    assert [texts_[p.part][p.start : p.end] for p in name.places] == ["Alara Nokri"] * 3
    assert [place.part for place in name.places] == ["title", "body", "body"]


def test_the_page_shows_two_groups_and_marks_the_words(
    article: Article, paul: Client
) -> None:
    html = paul.get(page("check", article)).content.decode()
    assert html.index("The record contradicts") < html.index(
        "The record cannot confirm"
    )
    assert 'class="marked spelling" href="#f1">Alara Nokri<span' in html
    assert "her own card" in html
    assert "Replace in 3 places" in html
    assert "Nothing on record supports this claim." in html
    assert CheckedText.objects.count() == 0  # reading it writes nothing


def test_a_repair_replaces_those_words_and_can_be_undone(
    article: Article, paul: Client, cast: Cast
) -> None:
    data = sent(article, "person", choice="Alara Nokrit")
    answer = paul.post(page("repair", article), data)
    assert answer["Location"] == page("check", article)
    wording = again(article).wordings[0]
    assert {name: getattr(wording, name) for name in WRONG} == {
        name: text.replace("Alara Nokri", "Alara Nokrit")
        for name, text in WRONG.items()
    }
    repaired = FindingAnswer.objects.get()
    assert (repaired.words, repaired.repair, repaired.by) == (
        "Alara Nokri", "Alara Nokrit", cast.paul,
    )  # fmt: skip
    assert Entry.objects.filter(verb="repaired words", actor=cast.paul).count() == 1
    assert "Undo" in paul.get(page("check", article)).content.decode()
    undo = reverse(
        "newsroom:restore",
        args=[article.conference.slug, article.pk, "en", repaired.before],
    )
    paul.post(undo)
    assert again(article).wordings[0].title == WRONG["title"]
    repaired.refresh_from_db()
    assert repaired.ended_at


def test_a_repair_of_another_text_than_was_read_is_refused(
    article: Article, paul: Client, cast: Cast
) -> None:
    data = sent(article, "person", choice="Alara Nokrit")
    wording = again(article).wordings[0]
    texts.write(wording, **WRONG | {"title": "Another"}, actor=cast.clara)
    answer = paul.post(page("repair", article), data, follow=True)
    assert "was changed since you opened it" in answer.content.decode()
    assert not FindingAnswer.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"), [({"choice": "Anyone"}, "no-repair"), ({"key": "0"}, "gone")]
)
def test_only_the_words_on_record_are_written(
    article: Article, cast: Cast, more: dict[str, str], code: str
) -> None:
    data = done(article, "person", choice="Alara Nokrit") | more
    with pytest.raises(ValidationError) as refusal:
        checks.repair(article, "en", **data, actor=cast.paul)
    assert codes_of(refusal.value) == [code]


def test_words_with_marks_between_them_are_edited_by_hand(
    article: Article, cast: Cast
) -> None:
    body = "So **Alara** Nokri spoke.\n\nAnd [Alara\nNokri](https://example.org) left."
    said = {"title": "Text", "summary": "By hand.", "body": body}
    texts.write(again(article).wordings[0], **said, actor=cast.paul)
    name = of(article, "person")
    assert len(name.places) >= 1
    assert name.choices == ()


def test_what_is_kept_has_a_reason_and_lasts_until_the_words_change(
    article: Article, paul: Client, cast: Cast
) -> None:
    refused = paul.post(page("keep", article), sent(article, "office", reason=""))
    assert refused.status_code == 422
    assert '<details class="keep" open>' in refused.content.decode()
    data = sent(article, "office", reason="She was elected yesterday.")
    assert paul.post(page("keep", article), data).status_code == 302
    kept = of(article, "office").kept
    assert kept
    assert (kept.because, kept.by) == ("She was elected yesterday.", cast.paul)
    wording = again(article).wordings[0]
    texts.write(wording, **WRONG | {"summary": "Other."}, actor=cast.paul)
    assert of(article, "office").kept  # these words are the same
    body = WRONG["body"].replace("Delmora", "Kasimir")
    prepare.check_as_saved(again(article), wording)
    texts.write(wording, **WRONG | {"body": body}, actor=cast.paul)
    prepare.check_as_saved(again(article), wording)
    assert not of(article, "office").kept
    kept.refresh_from_db()
    assert kept.ended_at
    texts.write(wording, **WRONG, actor=cast.paul)
    assert not of(article, "office").kept  # once over, it is asked again


def test_what_is_kept_can_be_reopened_and_is_shown_to_the_approver(
    article: Article, paul: Client, cast: Cast
) -> None:
    data = sent(article, "office", reason="She was elected yesterday.")
    paul.post(page("keep", article), data)
    twice = paul.post(page("keep", article), data)
    assert "These words are kept already." in twice.content.decode()
    clara = sign_in(Client(), cast.clara)
    show = reverse("newsroom:show", args=[article.conference.slug, article.pk])
    html = clara.get(show).content.decode()
    assert "Kept although the record does not agree" in html
    seen = prepare.fingerprint_of(again(article))
    for _ in range(2):
        answer = paul.post(page("reopen", article), {"key": data["key"]})
        assert answer["Location"] == page("check", article)
    assert prepare.fingerprint_of(again(article)) != seen
    assert Entry.objects.filter(verb="reopened finding").count() == 1
    html = clara.get(show).content.decode()
    assert "Kept although the record does not agree" not in html


def test_a_contradiction_stops_the_release_and_an_unconfirmed_claim_does_not(
    article: Article, cast: Cast
) -> None:
    with pytest.raises(ValidationError) as refusal:
        prepare.submit(article, together=["en"], actor=cast.paul)
    assert codes_of(refusal.value) == ["contradicted"]
    checks.repair(
        article, "en", **done(article, "person", choice="Alara Nokrit"),
        actor=cast.paul,
    )  # fmt: skip
    reason = "She was elected yesterday."
    data = done(article, "office")
    checks.keep(article, "en", **data, because=reason, actor=cast.paul)
    submitted = prepare.submit(article, together=["en"], actor=cast.paul)
    found = checklist.findings(submitted, ["en"])
    assert [(each.code, each.is_error) for each in found] == [("unconfirmed", False)]
    seen = prepare.fingerprint_of(submitted)
    approved = prepare.approve(submitted, seen=seen, actor=cast.clara)
    with pytest.raises(ValidationError) as refusal:
        checks.keep(
            approved, "en", **done(article, "claim"), because="So.", actor=cast.paul
        )
    assert codes_of(refusal.value) == ["closed"]


def test_it_is_checked_as_it_is_saved_and_counted_at_home(
    article: Article, paul: Client, cast: Cast
) -> None:
    answer = paul.post(page("write", article), WRONG | {"summary": "The largest ever."})
    assert answer.status_code == 302
    checked = CheckedText.objects.get()
    assert (checked.contradicting, checked.unconfirmed) == (2, 1)
    home = paul.get(
        reverse("newsroom:home", args=[article.conference.slug])
    ).content.decode()
    assert "2 findings contradict the record" in home
    assert page("check", article) in home
    assert "See the findings" in paul.get(page("write", article)).content.decode()


def test_what_a_page_saved_by_itself_is_checked_by_the_worker(
    article: Article, cast: Cast
) -> None:
    assert checks.check_due() == 1
    assert CheckedText.objects.get().contradicting == 2
    assert checks.check_due() == 0
    NamedPerson.objects.all().delete()
    enter(article.conference, Happened.DESCRIBED, article, actor=cast.paul)
    with clock.frozen(clock.now() + timedelta(hours=2)):
        assert checks.check_due() == 1
    assert CheckedText.objects.get().contradicting == 0


@pytest.mark.parametrize("problem", ["too-long", "too-slow"])
def test_a_text_too_long_or_too_slow_says_so(
    article: Article, paul: Client, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = {"too-long": ("LONGEST", 20), "too-slow": ("SECONDS", -1.0)}[problem]
    monkeypatch.setattr(record_check, *limit)
    html = paul.get(page("check", article)).content.decode()
    assert "Read it against the record yourself." in html
    paul.post(page("write", article), WRONG | {"title": "Other"})
    assert CheckedText.objects.get().problem == problem
    found = checklist.findings(again(article), ["en"])
    assert [(each.code, each.is_error) for each in found] == [(problem, False)]


def test_of_two_spellings_that_are_not_on_record_either_may_be_chosen(
    article: Article, cast: Cast
) -> None:
    said: dict[str, Any] = {
        "title": "Petru Valaro spoke",
        "summary": "A day.",
        "body": "In the morning the baker Petru Valarro came. Petru Valaro spoke.",
    }
    texts.write(again(article).wordings[0], **said, actor=cast.paul)
    found = of(article, "person")
    assert set(found.choices) == {"Petru Valaro", "Petru Valarro"}
    data = done(article, "person", choice="Petru Valaro")
    checks.repair(article, "en", **data, actor=cast.paul)
    body = again(article).wordings[0].body
    assert body == said["body"].replace("Valarro", "Valaro")


def test_a_right_text_is_silent(article: Article, paul: Client, cast: Cast) -> None:
    texts.write(again(article).wordings[0], **SAID, actor=cast.paul)
    html = paul.get(page("check", article)).content.decode()
    assert "Nothing in this text contradicts the record" in html
    wording = texts.add_language(article.text, "ar", actor=cast.paul)
    assert "No text yet" in paul.get(page("check", article, "ar")).content.decode()
    assert isinstance(wording, Wording)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_has_a_fixed_number_of_queries(
    article: Article, paul: Client, cast: Cast, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for language in ["fr", "es", "ar"][: count - 1]:
        translate(article, cast.paul, language)
    body = "\n\n".join(f"It was the largest of {n} halls." for n in range(count))
    texts.write(again(article).wordings[0], **WRONG | {"body": body}, actor=cast.paul)
    paul.get(page("check", article))
    with django_assert_num_queries(QUERIES):
        paul.get(page("check", article))


QUERIES = 8


def test_an_article_without_findings_is_approved_as_before(cast: Cast) -> None:
    article = make_article(cast.conference, cast.paul)
    approve(article, cast.paul, cast.clara)
    assert CheckedText.objects.get().contradicting == 0
