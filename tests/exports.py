"""A file of a list, as its reader gets it: asked for, made, downloaded."""

from django.test import Client
from django.urls import reverse

from hemicycle.jobs import running


def ask_for_file(
    client: Client, name: str, query: str = "", *, of: str = "", kind: str = "csv",
    slug: str = "uncsc-2019",
) -> str:  # fmt: skip
    """The page of the job."""
    answer = client.post(
        reverse("jobs:new_export", args=[slug, name]),
        {"query": query, "of": of, "kind": kind},
    )
    assert answer.status_code == 302
    return answer["Location"]


def exported(client: Client, name: str, query: str = "", **named: str) -> bytes:
    """The file itself."""
    page = ask_for_file(client, name, query, **named)
    running.run_all()
    file = client.get(client.get(f"{page}export/")["Location"])
    assert file["Content-Disposition"].startswith("attachment")
    return bytes(file.getvalue())
