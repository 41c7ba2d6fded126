import itertools
import os
import subprocess
import sys
import time
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hemicycle.lib import clock

MORNING = datetime(2019, 8, 26, 13, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def opening_morning() -> None:
    """Time isn't frozen here, unlike in all other tests."""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEMICYCLE_DATA", str(tmp_path))
    monkeypatch.delenv("HEMICYCLE_NOW", raising=False)
    return tmp_path


def test_without_a_moment_it_is_now(data: Path) -> None:
    assert abs(clock.now() - clock.real_now()) < SECOND
    assert clock.now().tzinfo is UTC


def test_a_moment_runs_on_and_leaves_real_time_alone(data: Path) -> None:
    clock.set_moment(MORNING, data)
    first = clock.now()
    assert timedelta(0) <= first - MORNING < SECOND
    time.sleep(0.01)
    assert clock.now() - first >= timedelta(milliseconds=10)
    assert abs(clock.real_now() - datetime.now(UTC)) < SECOND


def test_a_later_moment_replaces_the_first_and_clearing_ends_it(data: Path) -> None:
    clock.set_moment(MORNING, data)
    clock.now()
    clock.set_moment(MORNING + timedelta(days=1), data)
    assert clock.now().day == 27
    clock.clear(data)
    assert abs(clock.now() - clock.real_now()) < SECOND
    clock.clear(data)


def test_another_process_obeys_at_once(data: Path) -> None:
    clock.set_moment(MORNING, data)
    code = "from hemicycle.lib import clock; print(clock.now().isoformat())"
    shown = subprocess.check_output(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": os.getcwd()}
    )
    there = datetime.fromisoformat(shown.decode().strip())
    assert abs(there - clock.now()) < timedelta(seconds=30)
    assert there.year == 2019


def test_the_environment_moves_the_clock_but_a_moment_wins(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEMICYCLE_NOW", "2019-05-17T23:59:00-06:00")
    assert clock.now().date().isoformat() == "2019-05-18"
    clock.set_moment(MORNING, data)
    assert clock.now().month == 8


def test_a_moment_without_a_zone_is_refused(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naive = datetime(2019, 8, 26, 7, 30)
    with pytest.raises(ValueError, match="time zone"):
        clock.set_moment(naive, data)
    with pytest.raises(ValueError, match="time zone"), clock.frozen(naive):
        pass
    monkeypatch.setenv("HEMICYCLE_NOW", "2019-08-26T07:30")
    with pytest.raises(ValueError, match="time zone"):
        clock.now()


def test_frozen_time_stands_still_and_nests(data: Path) -> None:
    with clock.frozen(MORNING):
        assert clock.now() == MORNING == clock.now()
        with clock.frozen(MORNING - timedelta(days=1)):
            assert clock.now().day == 25
        assert clock.now() == MORNING
    assert clock.now().year != 2019


def test_asking_the_time_opens_the_file_only_when_it_is_another_one(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    read_text = Path.read_text

    def reading(path: Path, **kwargs: str) -> str:
        opened.append(path)
        return read_text(path, **kwargs)

    monkeypatch.setattr(Path, "read_text", reading)
    for moment in (MORNING, MORNING + timedelta(days=1)):
        clock.set_moment(moment, data)
        for _ in range(100):
            assert clock.now().day == moment.astimezone(UTC).day
    assert opened == [data / "clock"] * 2


def test_no_zones_today_is_before_the_last_one() -> None:
    names = zoneinfo.available_timezones()
    for hour, name in itertools.product((0, 11, 12, 23), names):
        with clock.frozen(datetime(2019, 8, 28, hour, 30, tzinfo=UTC)):
            there = clock.now().astimezone(zoneinfo.ZoneInfo(name)).date()
            assert timedelta(0) <= there - clock.last_today() <= timedelta(days=2)
