"""Lists and pages exist once: nobody writes one of their own."""

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[2] / "hemicycle"
OF_THE_COMPONENT = ROOMS / "ui" / "templates" / "ui" / "lists"


def places(pattern: str, suffix: str) -> list[str]:
    """The files in which this is written, by their path below the rooms."""
    return sorted(
        str(path.relative_to(ROOMS))
        for path in ROOMS.glob(f"**/*.{suffix}")
        if OF_THE_COMPONENT not in path.parents
        and "static" not in path.parts
        and re.search(pattern, path.read_text())
    )


@pytest.mark.parametrize(
    ("pattern", "suffix", "where"),
    [
        (r"\bPaginator\(", "py", ["ui/paging.py"]),
        # Its cells are fields, and its rows have states.
        (r"data-label=", "html", ["tables/templates/tables/import_table.html"]),
        (r"data-label=", "py", ["tables/page.py", "ui/templatetags/lists.py"]),
        # Faulty cells are fields; columns are chosen in the heads; a total in the foot;
        # heads on two sides; as many columns as a chart has series. All others are
        # `{% table %}` or a list.
        (
            r"<table\b",
            "html",
            [
                "tables/templates/tables/import_table.html",
                "tables/templates/tables/import_columns.html",
                "ui/templates/ui/seats.html",
                "ui/templates/ui/chart_table.html",
                "conferences/templates/conferences/rights.html",
            ],
        ),
        (r"class=\"(filters|selection)\b", "html", []),
        (r"(?m)^\s*\.(filters|selection)\b", "css", []),
        (r"\bclass Filters\b", "py", []),
    ],
)
def test_it_is_written_nowhere_else(
    pattern: str, suffix: str, where: list[str]
) -> None:
    assert set(places(pattern, suffix)) <= set(where)


def test_a_size_of_pages_is_said_once_for_lists_and_once_for_pages() -> None:
    sizes = r"^(PAGE|PAGE_SIZE|ON_A_PAGE|ROWS_ON_A_PAGE)\s*="
    assert places(f"(?m){sizes}", "py") == ["ui/paging.py"]


def test_an_e_mail_is_written_and_a_person_greeted_in_one_place() -> None:
    assert places(r"= Email\(|Email\.objects\.(bulk_)?create", "py") == [
        "post/drafts.py"
    ]
    assert places(r"(?<!def )\bgreeted\(", "py") == [
        "delegations/models/registration.py"
    ]


def test_e_mails_are_looked_at_and_sent_in_one_way() -> None:
    assert places(r"POST.get\(\"(seen|entered)\"|POST.get\(\"step\"\) ==", "py") == [
        "post/looking.py"
    ]
    # A deed for two, and new caps, have pages of their own; one invitation is shown on
    # its page.
    assert places(r"name=\"seen\"", "html") == [
        "delegations/templates/delegations/caps.html",
        "invitations/templates/invitations/to_send.html",
        "post/templates/post/look.html",
        "seconding/templates/seconding/answers.html",
    ]


def test_organisations_are_stored_and_compared_by_name_in_one_place() -> None:
    written = r"\bOrganisation\.objects\.(bulk_)?create|(?<!class )\bNameKey\("
    assert places(written, "py") == [
        "organisations/naming.py",
    ]
    assert places(r"\b(name|acronym)__i?(exact|contains)\b", "py") == []


def test_no_line_of_a_template_is_wider_than_120_columns() -> None:
    templates = [*ROOMS.glob("**/*.html"), *ROOMS.glob("*/templates/**/*.txt")]
    assert len(templates) > 200
    assert [p for p in templates if re.search(".{121}", p.read_text())] == []


def test_an_account_is_made_in_one_place() -> None:
    assert places(r"\.create_user\(", "py") == [
        "people/actions/account.py",
        "proofs/hall.py",
        "proofs/race.py",
        "proofs/timing.py",
    ]


def test_who_is_chief_or_focal_point_is_asked_in_one_place() -> None:
    assert places(r"roles__hat=(\w+\.)*CHIEF", "py") == ["conferences/models.py"]
    assert places(r"\bhat__in=[\[(]", "py") == ["conferences/models.py"]
    assert places(
        r"focal_points__ended_at|\(\s*conference=\w+, ended_at=None", "py"
    ) == ["organisations/models.py"]
    assert places(r"FocalPoint\.objects\.filter", "py") == ["organisations/privacy.py"]


def test_a_download_is_made_one_in_one_place() -> None:
    assert places(r"Content-Disposition|content_disposition_header", "py") == [
        "ui/downloads.py"
    ]
