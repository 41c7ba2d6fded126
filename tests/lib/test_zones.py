"""The list of time zones: real places, from whichever table the machine has."""

import zoneinfo

import pytest

from hemicycle.lib import zones


def test_places_are_there_and_aliases_and_offsets_are_not() -> None:
    names = zones.names()
    assert names[0] == "UTC"
    assert {"America/Denver", "Africa/Nairobi", "Asia/Kolkata"} <= set(names)
    assert not {"Etc/GMT+7", "US/Mountain", "EST", "Factory"} & set(names)
    assert all(zones.is_known(name) for name in names)
    assert zones.is_known("Asia/Calcutta")
    assert not zones.is_known("Mars/Olympus")


def test_without_a_table_of_the_system_the_packages_own_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = set(zones.names())
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    zones.names.cache_clear()
    try:
        assert len(set(zones.names()) & system) > 400
    finally:
        zones.names.cache_clear()
