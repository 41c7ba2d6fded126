"""Long work through its pages, with the badges as what is done."""

import io
import time
import zipfile
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.badges import actions as badges
from hemicycle.badges import printing
from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Role
from hemicycle.delegations.models import Registration
from hemicycle.files.models import StoredFile
from hemicycle.jobs import actions, kinds, running
from hemicycle.jobs.models import Job, Part, Process
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from tests.cast import Cast, make_registration
from tests.conftest import sign_in

LIST = "/en/uncsc-2019/jobs/"


@pytest.fixture
def five(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Badge]:
    """Five badges to print, two a chunk."""
    monkeypatch.setattr(printing, "PAGES_AT_ONCE", 2)
    return [
        badges.issue(
            make_registration(
                delegation=cast.delegation,
                full_name=f"Person {number}",
                state=Registration.State.APPROVED,
            ),
            actor=cast.rosa,
        )
        for number in range(5)
    ]


@pytest.fixture
def desk(cast: Cast) -> Client:
    return sign_in(Client(), cast.rosa)


def asked(desk: Client, five: list[Badge]) -> Job:
    ticked = [badge.pk for badge in five]
    reply = desk.post("/en/uncsc-2019/badges/print/", {"id": ticked})
    job = Job.objects.get()
    assert reply["Location"] == f"{LIST}{job.pk}/"
    return job


def after(chunks: int) -> Any:
    """Asked between chunks whether to end: yes after so many."""
    seen = []

    def should_end() -> bool:
        seen.append(1)
        return len(seen) >= chunks

    return should_end


def test_the_web_only_asks(desk: Client, five: list[Badge]) -> None:
    job = asked(desk, five)
    assert (job.state, job.total, job.done) == (Job.State.WAITING, 5, 0)
    assert not StoredFile.objects.exists()
    assert not any(badge.printed for badge in Badge.objects.all())
    page = desk.get(f"{LIST}{job.pk}/").content.decode()
    assert "<progress" in page
    assert 'hx-trigger="every 2s"' in page
    assert 'http-equiv="refresh"' in page


def test_it_ends_with_all_badges_once_in_a_file_for_who_asked(
    desk: Client, five: list[Badge], cast: Cast
) -> None:
    job = asked(desk, five)
    assert running.run_all() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.failed) == (Job.State.DONE, 5, 0)
    assert job.result
    with zipfile.ZipFile(io.BytesIO(job.result.content())) as archive:
        pages = [
            len(pypdf.PdfReader(io.BytesIO(archive.read(name))).pages)
            for name in archive.namelist()
        ]
    assert pages == [2, 2, 1]
    assert not Part.objects.exists()
    assert StoredFile.objects.count() == 1
    to_file = desk.get(f"{LIST}{job.pk}/result/")
    answer = desk.get(to_file["Location"])
    assert answer["Content-Type"] == "application/zip"
    assert b"".join(answer) == job.result.content()  # type: ignore[call-overload]
    assert answer["Content-Length"] == str(job.result.size)
    chief = sign_in(Client(), cast.clara)
    assert chief.get(f"{LIST}{job.pk}/").status_code == 200
    assert chief.get(f"{LIST}{job.pk}/result/").status_code == 403
    assert chief.get(to_file["Location"]).status_code == 404


def test_between_two_chunks_others_may_write(
    desk: Client, five: list[Badge], monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    asked(desk, five)
    monkeypatch.setattr(running.time, "sleep", rests.append)
    assert running.run_all() == 1
    # Five badges, two a chunk; then the file.
    assert len(rests) >= 3
    assert all(0 < rest <= running.LONGEST_REST for rest in rests)


def test_a_revoked_badge_is_left_out_and_counted(
    desk: Client, five: list[Badge], cast: Cast
) -> None:
    job = asked(desk, five)
    badges.revoke(five[2], reason="Lost", actor=cast.rosa)
    running.run_all()
    job.refresh_from_db()
    assert (job.state, job.done, job.failed) == (Job.State.DONE, 4, 1)


def test_stopped_by_its_page_between_chunks_and_resumed_from_there(
    desk: Client, five: list[Badge]
) -> None:
    job = asked(desk, five)

    def stop_it() -> bool:
        desk.post(f"{LIST}{job.pk}/stop/")
        return False

    running.run_next(stop_it)
    job.refresh_from_db()
    # The chunk that ran when stop was pressed, and the one that was being done.
    assert (job.state, job.done) == (Job.State.STOPPED, 4)
    assert running.run_all() == 0
    reply = desk.post(f"{LIST}{job.pk}/resume/")
    assert reply.status_code == 302
    running.run_all()
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 5)
    verbs = Entry.objects.about(job).values_list("verb", flat=True)
    assert sorted(verbs) == [
        "ended job", "finished job", "requested job", "resumed job", "stopped job",
    ]  # fmt: skip


def test_a_process_that_is_asked_to_end_lets_go_between_chunks(
    desk: Client, five: list[Badge]
) -> None:
    job = asked(desk, five)
    running.run_next(after(1))
    job.refresh_from_db()
    assert (job.state, job.done, job.holder) == (Job.State.WAITING, 2, "")
    running.run_next()
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 5)


def test_waiting_work_is_stopped_at_once_and_over_work_refuses(
    desk: Client, five: list[Badge], cast: Cast
) -> None:
    job = asked(desk, five)
    actions.stop(job, actor=cast.rosa)
    assert running.run_all() == 0
    with pytest.raises(ValidationError) as refusal:
        actions.stop(job, actor=cast.rosa)
    assert refusal.value.code == "over"
    actions.resume(job, actor=cast.rosa)
    running.run_all()
    with pytest.raises(ValidationError) as refusal:
        actions.resume(job, actor=cast.rosa)
    assert refusal.value.code == "not-stopped"


def test_a_holder_that_lost_its_turn_writes_nothing_more(
    desk: Client, five: list[Badge]
) -> None:
    job = asked(desk, five)

    def another_takes_it() -> bool:
        Job.objects.filter(pk=job.pk).update(turn=99)
        return False

    running.run_next(another_takes_it)
    job.refresh_from_db()
    assert (job.done, job.turn, job.state) == (2, 99, Job.State.RUNNING)
    assert Part.objects.count() == 1


def test_what_a_dead_process_held_is_taken_up_when_the_lease_is_over(
    desk: Client, five: list[Badge]
) -> None:
    job = asked(desk, five)
    later = clock.real_now() + timedelta(minutes=1)
    Job.objects.update(
        state=Job.State.RUNNING, holder="elsewhere:1", lease_until=later, turn=1
    )
    assert running.take() is None
    Job.objects.update(lease_until=clock.real_now() - timedelta(seconds=1))
    running.run_all()
    job.refresh_from_db()
    assert (job.state, job.done, job.turn) == (Job.State.DONE, 5, 2)


def test_work_that_kills_its_process_again_and_again_is_given_up_in_words(
    desk: Client, five: list[Badge]
) -> None:
    job = asked(desk, five)
    for _death in range(running.GIVE_UP_AFTER):
        running.take()
        Job.objects.update(
            holder="elsewhere:1", lease_until=clock.real_now() - timedelta(seconds=1)
        )
    assert running.take() is None
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error in desk.get(LIST).content.decode()


def test_an_error_fails_the_job_in_words_and_keeps_what_was_done(
    desk: Client,
    five: list[Badge],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = asked(desk, five)
    pages = printing.pages

    def breaks(conference: Any, some: list[Badge], *, language: str) -> bytes:
        if five[2] in some:
            raise RuntimeError("the printer is on fire")
        return pages(conference, some, language=language)

    with monkeypatch.context() as broken:
        broken.setattr(printing, "pages", breaks)
        running.run_all()
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.FAILED, 2)
    assert "on fire" in caplog.text
    page = desk.get(f"{LIST}{job.pk}/").content.decode()
    assert "on fire" not in page
    assert job.error in page
    desk.post(f"{LIST}{job.pk}/resume/")
    running.run_all()
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 5)


LOST = "ignore::pytest.PytestUnraisableExceptionWarning"


@pytest.mark.filterwarnings(LOST)
def test_the_time_limit_rings_until_it_is_heard() -> None:
    class Deaf:
        def __del__(self) -> None:
            time.sleep(0.2)

    passed = []

    def work() -> None:
        with running._time_limit(0.05):
            Deaf()
            passed.append("what swallowed the first ring")
            time.sleep(5)

    with pytest.raises(running.TooLong):
        work()
    assert passed


@pytest.mark.filterwarnings(LOST)
@pytest.mark.django_db(transaction=True)  # ends a statement, and so its transaction
def test_a_chunk_that_takes_too_long_fails(
    desk: Client, five: list[Badge], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(desk, five)
    kind = kinds.find(job.kind)
    object.__setattr__(kind, "chunk_seconds", 0.001)
    try:
        running.run_all()
    finally:
        object.__setattr__(kind, "chunk_seconds", 60)
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.FAILED, 0)


def test_with_a_key_one_is_under_way_at_a_time(cast: Cast) -> None:
    def ask() -> Job:
        return actions.ask(
            "badges.print_badges",
            conference=cast.conference,
            arguments={"badges": []},
            key="all",
            actor=None,
        )

    first = ask()
    assert ask() == first
    running.run_all()
    assert ask() != first
    with pytest.raises(LookupError):
        actions.ask("badges.burn", conference=cast.conference, actor=None)


def test_a_job_and_its_result_are_forgotten_after_a_week(
    desk: Client, five: list[Badge], django_capture_on_commit_callbacks: Any
) -> None:
    job = asked(desk, five)
    running.run_all()
    assert actions.forget_old() == 0
    Job.objects.update(over_at=clock.real_now() - actions.KEPT)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_old() == 1
    assert not Job.objects.filter(pk=job.pk).exists()
    assert not StoredFile.objects.exists()


def test_others_see_their_own_work_and_no_other(
    desk: Client, five: list[Badge], cast: Cast
) -> None:
    job = asked(desk, five)
    help_desk = sign_in(Client(), cast.amina)
    assert not help_desk.get(LIST).context["page"].rows
    assert help_desk.get(f"{LIST}{job.pk}/").status_code == 404
    assert help_desk.post(f"{LIST}{job.pk}/stop/").status_code == 404


def test_the_list_links_the_result_for_who_asked_and_shows_what_is_under_way(
    desk: Client, five: list[Badge], cast: Cast
) -> None:
    job = asked(desk, five)
    page = desk.get(LIST)
    assert [tab.count for tab in page.context["page"].tabs] == ["1", "1", "0"]
    assert f'hx-get="{LIST}{job.pk}/progress/' in page.text
    running.run_all()
    page = desk.get(LIST)
    assert [tab.count for tab in page.context["page"].tabs] == ["1", "0", "0"]
    assert f'href="{LIST}{job.pk}/result/"' in page.text
    assert "5 of 5" in page.text
    assert "/progress/" not in page.text
    chief = sign_in(Client(), cast.clara).get(LIST)
    assert [row.name for row in chief.context["page"].rows] == ["Badges"]
    assert "/result/" not in chief.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_has_a_fixed_number_of_queries(
    desk: Client, cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    for _row in range(rows):
        actions.ask(
            "badges.print_badges",
            conference=cast.conference,
            arguments={"badges": []},
            actor=cast.clara,
        )
    with django_assert_max_num_queries(13):
        desk.get(LIST)


def test_the_part_that_follows_speaks_only_of_tenths(
    desk: Client, five: list[Badge]
) -> None:
    job = asked(desk, five)
    running.run_next(after(1))
    follow = f"{LIST}{job.pk}/progress/"
    part = desk.get(follow, headers={"HX-Request": "true"}).content.decode()
    assert "hx-swap-oob" in part
    same = desk.get(f"{follow}?said=4", headers={"HX-Request": "true"})
    assert "hx-swap-oob" not in same.content.decode()
    assert desk.get(follow)["Location"] == f"{LIST}{job.pk}/"


def test_a_late_process_is_named_to_probes_and_to_staff(
    desk: Client, client: Client
) -> None:
    actions.beat("jobs", is_new=True)
    assert client.get("/readyz").content == b"ok\n"
    Process.objects.update(beat_at=clock.real_now() - timedelta(minutes=3))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\nlate: jobs\n")
    assert [late.name for late in desk.get(LIST).context["late"]] == ["jobs"]


def test_who_could_not_ask_any_more_takes_no_result_and_steers_nothing(
    desk: Client, five: list[Badge], cast: Cast
) -> None:
    """A role ends, or becomes one for a part, while what it asked for is kept."""
    job = asked(desk, five)
    running.run_all()
    other = actions.ask(
        "badges.print_badges", conference=cast.conference, total=1, actor=cast.rosa,
        arguments={"badges": [five[0].pk]},
    )  # fmt: skip
    result = f"{LIST}{job.pk}/result/"
    assert desk.get(result).status_code == 302
    role = Role.objects.get(user=cast.rosa)
    for category, answer in ((cast.guest, 403), (cast.representative, 302)):
        Role.objects.filter(pk=role.pk).update(category=category)
        assert desk.get(result).status_code == answer
    role.delete()
    assert desk.get(result).status_code == 403
    for verb in ("stop", "resume"):
        assert desk.post(f"{LIST}{other.pk}/{verb}/").status_code == 403
    other.refresh_from_db()
    assert other.state == Job.State.WAITING
