"""The list of participants: who is on it, in which order, and who is not."""

import pytest
from django.test import Client

from hemicycle.badges import actions as badges
from hemicycle.delegations.models import Registration
from hemicycle.jobs import running
from hemicycle.jobs.models import Job
from hemicycle.lib import clock, spreadsheet
from hemicycle.statistics import participants, publishing
from hemicycle.statistics.models import ParticipantList
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

PAGE = "/en/uncsc-2019/statistics/participants/"
Part = Registration.Part


def approved(cast: Cast, name: str, **details: object) -> Registration:
    return make_registration(
        delegation=cast.delegation,
        full_name=name,
        state=Registration.State.APPROVED,
        **details,
    )


def names(cast: Cast, stage: str = "provisional", order: str = "category") -> list[str]:
    listed = participants.participants(cast.conference, stage)
    return [person.name for person in participants.in_order(listed, order)]


def test_the_head_comes_first_and_the_others_by_the_alphabet(cast: Cast) -> None:
    for name, part in {
        "Émile": Part.MEMBER, "Zoe": Part.HEAD, "Ana": Part.MEMBER, "Fay": Part.DEPUTY,
    }.items():  # fmt: skip
        approved(cast, name, part=part)
    assert names(cast) == ["Zoe", "Fay", "Ana", "Émile"]
    assert names(cast, order="alphabet") == ["Ana", "Émile", "Fay", "Zoe"]


def test_who_is_withheld_or_not_approved_is_on_no_list(cast: Cast) -> None:
    approved(cast, "Ana")
    approved(cast, "Hidden", is_withheld=True)
    make_registration(delegation=cast.delegation, full_name="Nominated")
    for stage in ParticipantList.Stage.values[:2]:
        assert names(cast, stage) == ["Ana"]


def test_the_final_list_names_who_arrived(cast: Cast) -> None:
    badge = badges.issue(approved(cast, "Ana"), actor=cast.rosa)
    badges.hand_out(badge, actor=cast.rosa)
    approved(cast, "Absent")
    hidden = approved(cast, "Hidden", is_withheld=True)
    badges.hand_out(badges.issue(hidden, actor=cast.rosa), actor=cast.rosa)
    assert names(cast, "final") == ["Ana"]


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_press_officer_makes_it_and_it_counts_as_public(
    client: Client, cast: Cast, kind: str
) -> None:
    approved(cast, "Ana")
    approved(cast, "Hidden", is_withheld=True)
    sent = {"stage": "provisional", "order": "category", "kind": kind}
    answer = sign_in(client, cast.clara).post(PAGE, sent)
    assert answer.status_code == 302
    running.run_all()
    job = Job.objects.get(kind="statistics.list_participants")
    assert job.result, job.error
    made = ParticipantList.objects.get()
    assert made.people == 1
    assert publishing.prepare(cast.conference, "interim").tables == {}


def test_the_table_has_no_more_than_the_notice_says(cast: Cast) -> None:
    approved(cast, "Ana", functional_title="Adviser", email="ana@example.org")
    approved(cast, "Hidden", is_withheld=True)
    listed = participants.participants(cast.conference, "provisional")
    with spreadsheet.write_xlsx(
        ["Name", "Part", "Organisation", "Category"],
        participants.as_rows(listed, "category"),
    ) as file:
        rows = spreadsheet.read(file.read()).visible()[0].rows
    text = " ".join(cell for row in rows for cell in row.cells)
    assert "Ana" in text
    assert not {"Hidden", "Adviser", "ana@example.org"} & set(text.split())


@pytest.mark.parametrize("order", ParticipantList.Order.values)
def test_it_is_drawn_in_each_order(cast: Cast, order: str) -> None:
    approved(cast, "Ana", part=Part.HEAD)
    listed = participants.participants(cast.conference, "provisional")
    paper = participants.as_pdf(
        cast.conference,
        listed,
        stage="provisional",
        order=order,
        at=clock.now(),
        language="ar",
    )
    assert paper.startswith(b"%PDF")
