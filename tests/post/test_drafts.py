"""A draft is what is previewed, compared and sent; it is rendered once."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.template import Template

from hemicycle.post import drafts
from hemicycle.post.drafts import Draft, facts_of, fingerprint_of
from hemicycle.post.models import MASK, Email
from hemicycle.post.previews import preview
from tests.cast import Cast

LINK = "https://conference.example/l/abc"


def make_draft(cast: Cast, **kw: Any) -> Draft:
    fields: dict[str, Any] = {
        "template": "room/invitation",
        "to": "lin@example.org",
        "language": "en",
        "conference": cast.conference,
        "context": {"name": "Lin"},
    }
    return Draft(**fields | kw)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates rendered, in order."""
    names: list[str] = []
    render = Template.render

    def counted(self: Template, context: Any) -> Any:
        names.append(str(self.name))
        return render(self, context)

    monkeypatch.setattr(Template, "render", counted)
    return names


def test_what_was_previewed_is_what_leaves_and_is_rendered_once(
    cast: Cast, rendered: list[str]
) -> None:
    draft = make_draft(cast, sealed={"code": lambda: LINK})
    seen = (draft.subject, draft.body)
    assert MASK in draft.body
    email = draft.send(send_key="1", seen=draft.fingerprint)
    assert (email.subject, email.body) == seen
    assert email.full_body() == draft.body.replace(MASK, LINK)
    assert rendered == ["room/emails/invitation.txt"]


def test_a_fingerprint_renders_nothing_and_makes_no_link(
    cast: Cast, rendered: list[str]
) -> None:
    def make() -> str:
        raise AssertionError("made before it was sent")

    many = [make_draft(cast, to=f"a{n}@example.org", sealed={"code": make})
            for n in range(3)]  # fmt: skip
    assert fingerprint_of(many) == fingerprint_of(reversed(many))
    page = preview(many, "2")
    assert rendered == []
    assert page.draft is not None
    assert page.draft.to == "a1@example.org"
    assert (page.before, page.after, page.count) == (1, 3, 3)
    assert page.draft.body
    assert rendered == ["room/emails/invitation.txt"]


@pytest.mark.parametrize(
    "other",
    [
        {"to": "other@example.org"},
        {"language": "ar"},
        {"template": "room/own"},
        {"context": {"name": "Ada"}},
        {"sealed": {"code": "X"}},
        {"facts": {"category": "press"}},
        {"conference": None},
    ],
)
def test_nothing_leaves_that_differs_from_what_was_seen(
    cast: Cast, other: dict[str, Any]
) -> None:
    seen = make_draft(cast).fingerprint
    with pytest.raises(ValidationError) as refusal:
        make_draft(cast, **other).send(send_key="1", seen=seen)
    assert refusal.value.code == "changed"
    assert not Email.objects.exists()
    make_draft(cast).send(send_key="1", seen=seen)
    assert Email.objects.count() == 1


def test_another_text_in_the_template_or_in_what_it_includes_is_a_change(
    cast: Cast, tmp_path: Path
) -> None:
    folder = tmp_path / "room" / "emails"
    (folder / "part.txt").write_text("one")
    (folder / "whole.txt").write_text('Subject\n{% include "room/emails/part.txt" %}')
    draft = make_draft(cast, template="room/whole")
    same = make_draft(cast, template="room/whole")
    assert draft.fingerprint == same.fingerprint
    (folder / "part.txt").write_text("two")
    from django.template import engines

    for engine in engines.all():
        for loader in engine.engine.template_loaders:  # type: ignore[attr-defined]
            loader.reset()
    assert make_draft(cast, template="room/whole").fingerprint != draft.fingerprint


def test_a_template_that_chooses_what_it_includes_is_refused(
    cast: Cast, tmp_path: Path
) -> None:
    (tmp_path / "room" / "emails" / "chooses.txt").write_text("{% include name %}")
    with pytest.raises(TypeError, match="no file name"):
        make_draft(cast, template="room/chooses").fingerprint  # noqa: B018


def test_the_facts_of_a_row_are_all_its_columns_but_those_named(cast: Cast) -> None:
    columns = {each.name for each in cast.conference._meta.concrete_fields}
    facts = facts_of(cast.conference, besides={"publication": "counts page versions"})
    assert set(facts) == columns - {"publication"}
    with pytest.raises(FieldDoesNotExist):
        facts_of(cast.conference, besides={"publicaton": "a slip of the pen"})


def test_a_value_can_not_stand_in_for_a_sealed_one(cast: Cast) -> None:
    fake = f"{drafts._SLOT}code{drafts._SLOT}"
    email = make_draft(
        cast, context={"name": fake, "page_url": fake}, sealed={"code": LINK}
    ).send(send_key="1")
    assert email.full_body().count(LINK) == 1
