"""The worked example of docs/guides/adding-a-field.md, done in a copy of the house."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

HOUSE = Path(__file__).parents[2]
GUIDE = HOUSE / "docs" / "guides" / "adding-a-field.md"
MODELS = Path("hemicycle") / "delegations" / "models"


def run(copy: Path, *command: str) -> str:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HEMICYCLE_", "PYTEST_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=environment | {"HEMICYCLE_DATA": str(copy / "data")},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def insert(file: Path, block: str, *, before: str) -> None:
    text = file.read_text()
    assert text.count(before) == 1
    file.write_text(text.replace(before, f"{indent(block, '    ')}\n{before}"))


@pytest.mark.slow
def test_a_column_an_entry_and_a_migration_are_all_that_a_field_needs(
    tmp_path: Path,
) -> None:
    copy = tmp_path / "house"
    for name in ("hemicycle", "tests"):
        shutil.copytree(
            HOUSE / name, copy / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "manage.py"):
        shutil.copy(HOUSE / name, copy / name)
    column, entry = re.findall(r"(?s)```python\n(.*?)```", GUIDE.read_text())
    insert(
        copy / MODELS / "registration.py",
        column,
        before="    nominated_by = models.ForeignKey(",
    )
    insert(
        copy / MODELS / "details.py",
        entry.rstrip() + ",",
        before='    Detail(\n        "email",\n',
    )
    run(
        copy, "manage.py", "makemigrations", "delegations", "--name", "arrival",
        "--verbosity", "0",
    )  # fmt: skip
    told = run(
        copy, "-m", "pytest", "tests/delegations/test_details.py",
        "tests/delegations/test_privacy.py", "-v",
    )  # fmt: skip
    for sentence in (
        "held_with_its_purpose",
        "given_out_to_its_person",
        "erased_unless_it_only_counts",
        "column_of_the_export",
    ):
        assert re.search(rf"{sentence}\[arrival\] PASSED", told)
