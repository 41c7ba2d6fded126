"""How a piece of work is measured: what the rows share."""

import os
from collections.abc import Callable

from bench.client import Client, Reply
from bench.server import Server

HOME = "/en/uncsc-2019/"


def served(people: int) -> Server:
    """A server with this many people, in as many organisations as they would have."""
    few = max(3, people // 8)
    return Server(people, max(812, people // 12) if people > 812 else few)


def cost(
    server: Server, times: int, act: Callable[[int], Reply], status: int = 200
) -> float:
    """Milliseconds of CPU for each of `times` requests."""
    for number in range(5):
        act(number)
    before = server.cpu()
    for number in range(times):
        reply = act(number)
        assert reply.status == status, (reply.status, reply.text[:500])
    return round(1000 * (server.cpu() - before) / times, 2)


def warm(server: Server) -> None:
    """Both workers have seen the pages: the first request of a process costs more."""
    for _client in range(8):
        Client(server.port).get(HOME)
        Client(server.port).get("/en/demo/")


def stepped_in(server: Server, key: str) -> Client:
    client = Client(server.port)
    page = client.get("/en/demo/")
    reply = client.submit(page, f"/cast/{key}/")
    assert reply.status == 302, (key, reply.status)
    return client


_set_up_for: Server | None = None


def set_up(server: Server) -> None:
    """This process reads letters and codes from the same database."""
    global _set_up_for
    if _set_up_for is server:
        return
    for name, value in server.environment.items():
        if name.startswith(("HEMICYCLE_", "DJANGO_")):
            os.environ[name] = value
    import django
    from django.conf import settings

    if _set_up_for is None:
        django.setup()
    else:
        from django.db import connections

        connections.close_all()
        settings.DATA = server.data
        settings.KEYS = server.data / "keys"
        if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
            name = str(server.data / "hemicycle.sqlite3")
            connections["default"].settings_dict["NAME"] = name
    _set_up_for = server
