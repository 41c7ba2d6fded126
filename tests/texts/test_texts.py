"""Texts in several languages: revisions, translations behind their source, comments."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.texts import actions
from hemicycle.texts.models import Comment, Revision, Text, Wording
from hemicycle.ui.refusals import codes_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db

State = Wording.State


@pytest.fixture
def text(cast: Cast) -> Text:
    return actions.start(cast.conference, "en", title="Cities", actor=cast.paul)


def say(wording: Wording, body: str, cast: Cast, **kw: object) -> Wording:
    said = {"title": "Cities", "summary": "", "body": body, "actor": cast.paul} | kw
    return actions.write(wording, **said)  # type: ignore[arg-type]


def test_a_text_begins_in_its_source_language(cast: Cast, text: Text) -> None:
    wording = text.source_wording
    assert (wording.title, wording.number, wording.state) == (
        "Cities", 1, State.SOURCE,
    )  # fmt: skip
    assert Entry.objects.filter(verb="wrote text").count() == 1


def test_saving_keeps_a_revision_and_saving_the_same_keeps_none(
    cast: Cast, text: Text
) -> None:
    wording = say(text.source_wording, "One.", cast)
    say(wording, "One.", cast)
    kept = wording.revisions.order_by("number").values_list("number", "body")
    assert list(kept) == [(1, ""), (2, "One.")]
    stored = Wording.objects.get()
    assert (stored.body, stored.number) == ("One.", 2)


def test_what_a_page_saves_by_itself_is_one_revision_of_one_person(
    cast: Cast, text: Text
) -> None:
    wording = text.source_wording
    say(wording, "O", cast, by_itself=True)
    say(wording, "On", cast, by_itself=True)
    say(wording, "One", cast, by_itself=True)
    assert wording.number == 2
    say(wording, "One, two", cast, by_itself=True, actor=cast.clara)
    assert wording.number == 3
    say(wording, "One, two", cast, actor=cast.clara)
    newest = wording.revisions.get(number=3)
    assert (newest.body, newest.is_open, newest.by) == ("One, two", False, cast.clara)
    # After that it is another revision, also of the same person.
    say(wording, "One, two, three", cast, actor=cast.clara)
    assert wording.number == 4


def test_after_half_an_hour_it_is_another_revision(cast: Cast, text: Text) -> None:
    wording = text.source_wording
    say(wording, "One", cast, by_itself=True)
    Revision.objects.filter(number=2).update(at=clock.now() - timedelta(minutes=31))
    say(wording, "Two", cast, by_itself=True)
    assert wording.number == 3


def test_a_translation_is_behind_from_the_first_change_that_is_not_minor(
    cast: Cast, text: Text
) -> None:
    source = say(text.source_wording, "One.", cast)
    french = actions.add_language(text, "fr", actor=cast.paul)
    assert french.state == State.IN_WORK
    say(french, "Un.", cast)
    actions.mark_translated(french, reflects=2, actor=cast.paul)
    assert french.state == State.UP_TO_DATE
    say(source, "One!", cast, is_minor=True)
    assert of("fr").state == State.UP_TO_DATE
    say(source, "Two.", cast)
    say(source, "Three.", cast)
    behind = of("fr")
    assert behind.state == State.BEHIND
    assert behind.behind_since == source.revisions.get(number=4).at
    actions.mark_translated(behind, reflects=5, actor=cast.paul)
    assert of("fr").state == State.UP_TO_DATE


def of(language: str) -> Wording:
    """As a list of many reads it, in one query."""
    return Wording.objects.with_state().get(language=language)


def test_what_changed_while_it_was_translated_counts(cast: Cast, text: Text) -> None:
    source = say(text.source_wording, "One.", cast)
    french = actions.add_language(text, "fr", actor=cast.paul)
    say(french, "Un.", cast)
    seen = source.number
    say(source, "Two.", cast)
    actions.mark_translated(french, reflects=seen, actor=cast.paul)
    assert french.state == State.BEHIND


@pytest.mark.parametrize(
    ("language", "reflects", "code"),
    [
        ("en", 1, "is-source"),
        ("fr", 0, "no-such-revision"),
        ("fr", 9, "no-such-revision"),
        ("es", 1, "empty"),
    ],
)
def test_a_translation_that_is_none_is_refused(
    cast: Cast, text: Text, language: str, reflects: int, code: str
) -> None:
    french = actions.add_language(text, "fr", actor=cast.paul)
    actions.add_language(text, "es", actor=cast.paul)
    say(french, "Un.", cast)
    with pytest.raises(ValidationError) as refusal:
        actions.mark_translated(of(language), reflects=reflects, actor=cast.paul)
    assert codes_of(refusal.value) == [code]
    assert of("fr").reflects is None


def test_a_revision_is_restored_as_a_new_one(cast: Cast, text: Text) -> None:
    wording = say(text.source_wording, "One.", cast)
    say(wording, "Two.", cast)
    actions.restore(wording.revisions.get(number=2), actor=cast.clara)
    stored = Wording.objects.get()
    assert (stored.body, stored.number) == ("One.", 4)
    newest = wording.revisions.get(number=4)
    assert (newest.restored_from, newest.by) == (2, cast.clara)
    assert Entry.objects.filter(verb="restored revision").count() == 1


def test_a_language_is_there_once_and_one_that_is_none_is_refused(
    cast: Cast, text: Text
) -> None:
    for language, code in (("en", "language-exists"), ("xx", "unknown-language")):
        with pytest.raises(ValidationError) as refusal:
            actions.add_language(text, language, actor=cast.paul)
        assert codes_of(refusal.value) == [code]


def test_a_headline_too_long_is_refused_and_nothing_is_kept(
    cast: Cast, text: Text
) -> None:
    with pytest.raises(ValidationError) as refusal:
        say(text.source_wording, "", cast, title="x" * 201)
    assert codes_of(refusal.value) == ["max_length"]
    assert Revision.objects.count() == 1


def test_a_comment_is_resolved_once(cast: Cast, text: Text) -> None:
    remark = actions.comment(text.source_wording, " Which? ", actor=cast.clara)
    assert remark.words == "Which?"
    actions.resolve(remark, actor=cast.paul)
    actions.resolve(remark, actor=cast.clara)
    assert Comment.objects.get().resolved_by == cast.paul
    assert Entry.objects.filter(verb="resolved comment").count() == 1
    with pytest.raises(ValidationError):
        actions.comment(text.source_wording, "  ", actor=cast.clara)


def test_words_of_headline_and_summary_find_it_in_any_script(
    cast: Cast, text: Text
) -> None:
    arabic = actions.add_language(text, "ar", actor=cast.paul)
    say(arabic, "x", cast, title="المدن الشاملة")
    assert list(Wording.objects.matching("مدن")) == [arabic]
    assert list(Wording.objects.matching("citi")) == [text.source_wording]
