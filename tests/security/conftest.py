"""The world is built once for each file; what a test does there is undone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from hemicycle.lib import clock
from tests import slow
from tests.cast import OPENING_MORNING
from tests.security.world import World, make_world, undone


@pytest.fixture(scope="module")
def whole_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        clock.frozen(OPENING_MORNING),
        slow.of_a_test(),
    ):
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(whole_world: World) -> Iterator[World]:
    cache.clear()
    with undone():
        yield whole_world
    cache.clear()
