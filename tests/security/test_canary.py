"""Nobody learns from any answer whether a stranger is registered (H1, H2 as a kind).

One world is asked twice, with hidden strangers in it and without: every page as every
role, every form that a role finds, filled in with what one would guess of a stranger,
every e-mail that this writes. All must be the same, order and numbers included, unless
the role may decide about the stranger. New pages and new forms join by themselves.
"""

import copy
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zlib import crc32

import pytest
from django.core.cache import cache
from django.db import transaction

from hemicycle.lib import clock
from hemicycle.people.models import User
from hemicycle.post.models import Email
from hemicycle.statistics import actions as statistics
from tests import slow
from tests.cast import OPENING_MORNING
from tests.security import strangers
from tests.security.strangers import ADDRESS, COUNTRY, GUILD, NAME, Setting
from tests.security.test_fields import forms_of
from tests.security.test_matrix import WHO_MAY, address_of
from tests.security.world import (
    ROLES,
    Side,
    World,
    close,
    make_world,
    undone,
)

pytestmark = pytest.mark.django_db

DECIDE_HERE = ("petra", "rosa", "ravi", "clara")
"""Who reads or decides about everybody of the conference."""
AT_THE_DOORS = ("sam", "dina")
"""Who counts everybody that passes a door."""
COUNTS = {"paul": ("statistics:",)}
"""Who publishes figures counts everybody beforehand; what is published is protected."""
OTHERS = tuple(role for role in ROLES if role not in DECIDE_HERE)

# What one who guesses would type, whatever the field is called.
GUESSED = {
    "full_name": NAME, "name": NAME, "id_name": NAME.upper(), "badge_name": NAME,
    "own_script": NAME, "guest": NAME, "addressee": NAME, "steward": NAME,
    "email": ADDRESS, "focal-email": ADDRESS, "chief_email": ADDRESS,
    "nationality": COUNTRY, "residence": COUNTRY, "country": COUNTRY,
    "organisation": GUILD, "q": NAME, "affiliation": GUILD, "is_adult": "yes",
    "pasted": f"Name\tE-mail\n{NAME}\t{ADDRESS}\nSome One\tsome.one@example.org",
}  # fmt: skip
# What is drawn by lot for each answer, and what counts up whatever is undone.
LOTS = [
    (r'name="(csrfmiddlewaretoken|submission|as_read|typed_by)" value="[^"]*"', r"\1"),
    (r"\b[0-9a-hjkmnp-tv-z]{26}\b", "ID"),
    # PostgreSQL counts rows on, also those that never came to be.
    (r"(?<=/)\d+(?=/)|(?<=flag-)\d+", "N"),
    (r"\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4})+\b", "CODE"),
    (r'(class="identifier">)[0-9A-HJKMNP-TV-Z]{8}<', r"\1CODE<"),
    (r"key=\w+:[\w-]+", "key"),
    (r"enrolment/[\w-]{32}", "enrolment"),
    (r'<svg[^>]*class="qr">.*?</svg>', "QR"),
    # Real time; the conference's stands still, in 2019.
    (r"\b\d{10}\b", "REAL TIME"),
    (r"\b20[2-9]\d-\d\d-\d\dT[\d:.+-]+Z?", "REAL TIME"),
    (r"\w{3} \d+ \w{3} 20[2-9]\d, \d\d:\d\d", "REAL TIME"),
    # Of the newest entry in the journal: that something was done, by anybody.
    (r"since=\d+", "since"),
]
Answers = dict[str, Any]
WHOLE = "HEMICYCLE_WHOLE" in os.environ
SHARES = 3


def asks(role: str, name: str) -> bool:
    """Each role asks every third address, another third than the next role does;
    with HEMICYCLE_WHOLE set, as one leg of CI has it, all of them."""
    if name.startswith(COUNTS.get(role, ())):
        return False
    return WHOLE or (crc32(name.encode()) + ROLES.index(role)) % SHARES == 0


@pytest.fixture(scope="module")
def setting(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[World, Setting]]:
    with (
        django_db_blocker.unblock(),
        clock.frozen(OPENING_MORNING),
        slow.of_a_test(),
        pytest.MonkeyPatch.context() as patch,
    ):
        # Else what lasts minutes runs out between the first and the second time.
        moment = clock.real_now()
        patch.setattr(clock, "real_now", lambda: moment)
        world = make_world()
        place = strangers.make_setting(world)
        # Figures count everybody, strangers too, each minute; see the last test.
        statistics.take_all()
        yield world, place
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", OTHERS)
def test_who_may_not_decide_about_a_stranger_is_answered_as_if_there_were_none(
    setting: tuple[World, Setting], role: str
) -> None:
    world, place = setting
    with undone():
        made = strangers.come_here(world, place, scans=role not in AT_THE_DOORS)
        if role != "olga":
            strangers.come_elsewhere(world, place, strangers.GUILD)
        side = strangers.side_of(world, made)
        with_strangers = answers_of(world, role, side)
    without = answers_of(world, role, side)
    assert len(without) > (100 if WHOLE else 25)
    parted = differing(with_strangers, without)
    assert parted == [], "\n".join(parted)


@pytest.mark.parametrize("role", DECIDE_HERE)
def test_staff_are_answered_as_if_nobody_were_at_another_conference(
    setting: tuple[World, Setting], role: str
) -> None:
    world, place = setting
    with undone():
        strangers.come_elsewhere(world, place)
        with_strangers = answers_of(world, role)
    without = answers_of(world, role)
    assert len(without) > (200 if WHOLE else 50)
    parted = differing(with_strangers, without)
    assert parted == [], "\n".join(parted)


@pytest.mark.parametrize(("role", "sees"), [("rosa", True), ("amina", False)])
def test_the_canary_sings_where_it_may_be_seen(
    setting: tuple[World, Setting], role: str, sees: bool
) -> None:
    """Else everything would be equal because nothing was asked."""
    world, place = setting
    with undone():
        side = strangers.side_of(world, strangers.come_here(world, place))
        paths = [
            address_of("vetting:registrations", world.ours),
            address_of("vetting:registration", side),
        ]
        seen = pages(world, role, paths)
    before = pages(world, role, paths)
    assert [asked in str(differing(seen, before)) for asked in paths] == [sees] * 2
    assert (NAME in str(seen)) is sees


def answers_of(world: World, role: str, side: Side | None = None) -> Answers:
    """Every answer to this role: each page, search and form; then a stranger's pages,
    asked for by who guessed the identifier."""
    paths = []
    for name in WHO_MAY:
        if name.startswith(("demo:", "ui:")) or name == "people:sign_out":
            continue
        if not asks(role, name):
            continue
        path = address_of(name, world.ours)
        paths.append(path)
        if WHO_MAY[name]["get"][role] == "+":
            joint = "&" if "?" in path else "?"
            paths.append(f"{path}{joint}q={NAME.split()[1]}")
    for name in side.things if side else ():
        assert side is not None
        paths.append(address_of(name, side))
    answers = pages(world, role, paths)
    forms = forms_of(world, role)
    if side:
        forms |= {
            (name, address_of(name, side)): {} for name in side.things
        }  # fmt: skip
    for (name, path), fields in forms.items():
        if name == "people:sign_out" or not asks(role, name):
            continue
        guessed = {
            field: GUESSED.get(field, values) for field, values in fields.items()
        }
        answers[f"POST {path}"] = sent(world, role, path, guessed)
    return answers


def pages(world: World, role: str, paths: list[str]) -> Answers:
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    answers = {}
    for path in paths:
        cache.clear()
        with undone():
            answers[f"GET {path}"] = answer(client.get(path))
        client.cookies = copy.deepcopy(cookies)
    return answers


def sent(world: World, role: str, path: str, fields: dict[str, Any]) -> Any:
    """The answer to a form, the page it leads to, and the e-mails it wrote."""
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    cache.clear()
    # Later than the world: two e-mails of one moment stand in any order.
    with undone(), clock.frozen(clock.now() + timedelta(minutes=1)):
        before = set(Email.objects.values_list("pk", flat=True))
        first = client.post(path, fields)
        answers: list[Any] = [answer(first)]
        if first.status_code == 302 and first["Location"].startswith("/"):
            answers.append(answer(client.get(first["Location"])))
        deciding = User.objects.filter(
            pk__in=[world.user(one).pk for one in DECIDE_HERE]  # type: ignore[union-attr]
        )
        emails = Email.objects.exclude(pk__in=before).exclude(to=ADDRESS)
        answers += sorted(
            (email.to, email.template, plain(email.subject), plain(email.body))
            for email in emails.exclude(recipient__in=deciding)
        )
    client.cookies = copy.deepcopy(cookies)
    return answers


def answer(response: Any) -> tuple[int, str, str, str]:
    """Status, where it leads, how it is to be kept, and all that it says."""
    content = b"".join(response) if response.streaming else response.content
    close(response)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as book:
            text = "".join(book.read(name).decode() for name in book.namelist())
    elif content.startswith(b"%PDF"):
        text = f"PDF of {len(content) // 100}00 bytes"
    else:
        text = content.decode(errors="replace")
    return (
        response.status_code,
        plain(response.get("Location", "")),
        response.get("Cache-Control", ""),
        plain(text),
    )


def plain(text: str) -> str:
    for pattern, replacement in LOTS:
        text = re.sub(pattern, replacement, text)
    return text


def differing(first: Answers, second: Answers) -> list[str]:
    """What was asked where the answers are not the same, and where they part."""
    return [
        f"{asked}: {parting(str(first.get(asked)), str(second.get(asked)))}"
        for asked in sorted(first.keys() | second.keys())
        if first.get(asked) != second.get(asked)
    ]


def parting(first: str, second: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    start = max(0, at - 60)
    return f"{first[start : at + 80]!r} / {second[start : at + 80]!r}"
