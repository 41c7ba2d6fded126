"""A list as a file, through its pages: asked for, made, handed out."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

from hemicycle.badges import actions as badges
from hemicycle.badges import printing
from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Hat, Role
from hemicycle.files.models import StoredFile
from hemicycle.jobs import actions, jobs, results, running
from hemicycle.jobs.models import KEPT, Job, Process
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.tables.lists import LISTS
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.exports import ask_for_file, exported


@pytest.fixture
def desk(cast: Cast) -> Client:
    return sign_in(Client(), cast.rosa)


@pytest.fixture
def three(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Badge]:
    """Three badges, two rows a chunk."""
    monkeypatch.setattr(jobs, "ROWS_AT_ONCE", 2)
    return [
        badges.issue(
            make_registration(
                delegation=cast.delegation, full_name=name, state="approved",
                email=f"{name.lower()}@example.org",
            ),
            actor=cast.rosa,
        )
        for name in ("Ana", "Bo", "Cy")
    ]  # fmt: skip


def lines(file: bytes) -> list[str]:
    return file.decode("utf-8-sig").splitlines()


def names(file: bytes) -> list[str]:
    return [line.split(",")[0] for line in lines(file)[1:]]


def test_a_file_is_made_by_the_process_of_jobs(
    desk: Client, three: list[Badge]
) -> None:
    page = ask_for_file(desk, "badges", "view=all")
    assert not StoredFile.objects.exists()
    job = Job.objects.get()
    assert (job.state, job.total) == (Job.State.WAITING, None)
    running.run_all()
    job.refresh_from_db()
    assert (job.done, job.failed, job.total) == (3, 0, 3)
    shown = desk.get(page)
    assert "Export: Badges" in shown.text
    assert "uncsc-2019-badges.csv" in shown.text
    assert "The file is kept until" in shown.text
    assert StoredFile.objects.count() == 1  # its parts are gone


def test_who_waits_is_told_when_nothing_runs(desk: Client, three: list[Badge]) -> None:
    page = ask_for_file(desk, "badges")
    words = "Background tasks are not running at present."
    assert words in desk.get(page).text
    actions.beat(Process.Name.JOBS)
    assert words not in desk.get(page).text


def test_what_was_searched_is_forgotten_with_the_last_row(
    desk: Client, three: list[Badge]
) -> None:
    assert names(exported(desk, "badges", "q=ana")) == ["Ana"]
    assert "ana" not in str(Job.objects.get().arguments["query"])
    assert "ana" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_a_kill_costs_one_part(desk: Client, cast: Cast, three: list[Badge]) -> None:
    asked = ask_for_file(desk, "badges", "view=all")
    ended = iter((False, True))  # after what was found, and after two rows
    running.run_next(lambda: next(ended))
    job = Job.objects.get()
    assert (job.done, job.state) == (2, Job.State.WAITING)
    late = make_registration(
        delegation=cast.delegation, full_name="Late", state="approved",
        email="late@example.org",
    )  # fmt: skip
    badges.issue(late, actor=cast.rosa)
    running.run_all()
    file = desk.get(desk.get(f"{asked}export/")["Location"])
    assert names(bytes(file.getvalue())) == ["Ana", "Bo", "Cy"]


def test_a_small_file_does_not_wait_for_a_long_job(
    desk: Client, three: list[Badge], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PAGES_AT_ONCE", 1)
    desk.post("/en/uncsc-2019/badges/print/", {"id": [each.pk for each in three]})
    long = Job.objects.get()
    ask_for_file(desk, "badges")
    monkeypatch.setattr(running, "TURN", 0.0)
    running.run_next()
    long.refresh_from_db()
    assert (long.state, long.done) == (Job.State.WAITING, 1)
    monkeypatch.undo()
    running.run_next()
    assert Job.objects.exclude(pk=long.pk).get().state == Job.State.DONE
    running.run_all()
    long.refresh_from_db()
    assert (long.state, long.done) == (Job.State.DONE, 3)


def test_who_lost_the_role_gets_no_file(
    desk: Client, cast: Cast, three: list[Badge]
) -> None:
    page = ask_for_file(desk, "badges")
    Role.objects.filter(user=cast.rosa).delete()
    running.run_all()
    job = Job.objects.get()
    assert (job.state, job.error) == (
        Job.State.FAILED,
        "You can no longer see this list.",
    )
    assert not StoredFile.objects.exists()
    assert desk.get(f"{page}export/").status_code == 403


def test_a_file_is_handed_out_while_every_row_is_its_askers(
    desk: Client, cast: Cast, three: list[Badge]
) -> None:
    page = ask_for_file(desk, "badges", "view=all")
    running.run_all()
    Badge.objects.filter(pk=three[0].pk).delete()  # what is gone is nobody's
    assert desk.get(f"{page}export/").status_code == 302
    Role.objects.filter(user=cast.rosa).delete()
    Role.objects.create(
        conference=cast.conference, user=cast.rosa, hat=Hat.REGISTRAR,
        category=cast.guest,
    )  # fmt: skip
    assert desk.get(f"{page}export/").status_code == 403


def test_a_file_is_for_its_asker_alone(
    desk: Client, cast: Cast, three: list[Badge]
) -> None:
    page = ask_for_file(desk, "badges")
    running.run_all()
    assert sign_in(Client(), cast.ravi).get(f"{page}export/").status_code == 403


def test_the_file_goes_at_the_time_that_was_stated(
    desk: Client, three: list[Badge], monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(desk, "badges")
    job = Job.objects.get()
    assert job.over_at
    assert job.finished_at
    assert job.kept_until == job.finished_at + KEPT
    kept_until = job.over_at + KEPT
    for moment, left in ((kept_until, 1), (kept_until + timedelta(seconds=1), 0)):
        monkeypatch.setattr(clock, "real_now", lambda moment=moment: moment)
        actions.forget_old()
        assert Job.objects.count() == left


def test_no_list_and_no_file_are_no_page(desk: Client) -> None:
    for name in ("nothing", "jobs"):
        page = reverse("jobs:new_export", args=["uncsc-2019", name])
        assert desk.post(page).status_code == 404


def test_every_list_but_that_of_jobs_is_had_as_a_file() -> None:
    autodiscover_modules("lists")
    assert [name for name, each in LISTS.items() if not each.exported] == ["jobs"]


def test_a_part_keeps_moments_and_days(cast: Cast, client: Client) -> None:
    job = actions.ask(
        "jobs.export_list", conference=cast.conference, about="badges", actor=cast.rosa
    )
    row: list[Any] = [clock.now(), date(2019, 8, 26), "x", 1, None]
    results.add_part(job, results.keep_rows(job, [row]))
    assert list(results.rows(job)) == [row]
