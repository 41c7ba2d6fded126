"""What deploy/ and docs/deployment.md name exists, and a production is a safe one."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[1]
DOCS = (ROOT / "docs" / "deployment.md").read_text()
FILES = sorted((ROOT / "deploy").iterdir())
PRODUCTION = {
    "HEMICYCLE_URL": "https://conference.example",
    "HEMICYCLE_MAIL": "smtp+tls://user:password@mail.example:587",
    "HEMICYCLE_TRUSTED_PROXIES": "127.0.0.1",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_what_a_file_names_exists_and_is_documented(file: Path) -> None:
    text = file.read_text()
    assert f"deploy/{file.name}" in DOCS
    for setting in re.findall(r"HEMICYCLE_[A-Z_]+", text):
        assert f"| `{setting}` |" in DOCS, setting
    for module in re.findall(r"(?:-m |wsgi:?)(hemicycle[\w.]*|granian)", text):
        assert importlib.util.find_spec(module), module
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in get_commands(), command
    for script in re.findall(r"\bscript/\w+", text):
        assert os.access(ROOT / script, os.X_OK), script
    # Started in one way, with the options that hold against slow clients.
    assert "granian" not in text


def test_the_files_are_named_in_the_docs_and_no_others() -> None:
    named = set(re.findall(r"deploy/[\w.-]+\w", DOCS))
    assert named == {f"deploy/{file.name}" for file in FILES}


def manage(
    data: Path, *command: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HEMICYCLE_")}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, text=True, capture_output=True, check=False,
        env=kept | {"HEMICYCLE_DATA": str(data)} | settings,
    )  # fmt: skip


def test_a_production_as_documented_passes_every_check(tmp_path: Path) -> None:
    checked = manage(
        tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION
    )
    assert checked.returncode == 0, checked.stderr


def test_a_production_refuses_the_demonstration(tmp_path: Path) -> None:
    checked = manage(tmp_path, "check", HEMICYCLE_DEMO="1", **PRODUCTION)
    assert checked.returncode != 0
    assert "lets anybody step in as anybody" in checked.stderr


def test_a_production_has_no_proofs_and_no_demonstration(tmp_path: Path) -> None:
    for command in ("race", "hall", "hostile", "time_sign_in", "demo"):
        refused = manage(tmp_path, command, "--help", **PRODUCTION)
        assert refused.returncode != 0, command
        assert "Unknown command" in refused.stderr


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("HEMICYCLE_MAIL", "HEMICYCLE_MAIL is not set"),
        ("HEMICYCLE_TRUSTED_PROXIES", "HEMICYCLE_TRUSTED_PROXIES is not set"),
    ],
)
def test_a_production_that_lacks_a_setting_is_told(
    tmp_path: Path, missing: str, said: str
) -> None:
    rest = {name: value for name, value in PRODUCTION.items() if name != missing}
    checked = manage(tmp_path, "check", "--deploy", **rest)
    assert checked.returncode != 0
    assert said in checked.stderr


def test_a_production_does_not_print_codes(tmp_path: Path) -> None:
    refused = manage(tmp_path, "migrate", **PRODUCTION | {"HEMICYCLE_MAIL": "console"})
    assert refused.returncode != 0
    assert "printed in the log" in refused.stderr


def test_a_database_address_that_is_not_postgresql_is_refused(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", HEMICYCLE_DATABASE_URL="sqlite:////tmp/some.file")
    assert done.returncode
    assert "Leave it out for SQLite" in done.stderr.replace("\n", " ")
