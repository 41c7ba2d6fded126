"""Rules a reviewer would otherwise have to remember."""

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db.models import ForeignKey, Model

import hemicycle

HOUSE = Path(hemicycle.__file__).parent
ROOT = HOUSE.parent
FLOORS = [
    ["lib", "planning", "databases"], ["fields"], ["ui"], ["journal"],
    ["files"], ["tables"], ["jobs"], ["post", "texts"], ["seconding"], ["people"],
    ["conferences"], ["questions", "offers"], ["organisations"], ["delegations"],
    ["invitations", "vetting"], ["proposals"], ["programme"],
    ["badges", "partnerships"], ["doors"], ["statistics"],
    ["outcomes", "newsroom"], ["website", "desk", "lobby", "api"], ["demo", "proofs"],
]  # fmt: skip
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
ROOMS = sorted(
    app.label for app in apps.get_app_configs() if app.name.startswith("hemicycle.")
)
# The only ones that point up, by name, without knowing whom: who and where.
MAY_NAME_USER_AND_CONFERENCE = {
    "journal", "post", "files", "tables", "texts", "jobs", "seconding",
}  # fmt: skip
JUNK = {"utils", "helpers", "common", "core", "services", "managers", "admin"}


def sources(room: str = "") -> Iterator[Path]:
    yield from sorted((HOUSE / room).rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    """Every `hemicycle.…` module a file imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                yield f"{node.module}.{name.name}"
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield name.name


@pytest.mark.parametrize("room", ROOMS)
def test_no_foreign_key_points_up(room: str) -> None:
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey) or field.auto_created:
                continue
            target = field.related_model
            assert isinstance(target, type)
            assert issubclass(target, Model)
            other = target._meta.app_label
            if room in MAY_NAME_USER_AND_CONFERENCE and target.__name__ in {
                "User", "Conference",
            }:  # fmt: skip
                continue
            if other in FLOOR:
                known_upward = (room, target.__name__) in {
                    # A letter carries a document; both lie on one floor.
                    ("post", "StoredFile"),
                }
                assert other == room or FLOOR[other] < FLOOR[room] or known_upward, (
                    f"{model.__name__}.{field.name} points up to {other}"
                )


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_imports_a_neighbours_views_or_forms(room: str) -> None:
    for file in sources(room):
        for name in imports(file):
            found = re.match(r"hemicycle\.(\w+)\.(views|forms|urls)\b", name)
            if found and found[1] not in (room, "ui"):
                raise AssertionError(f"{file.relative_to(ROOT)} imports {name}")


def test_views_reach_things_through_the_access_of_their_room() -> None:
    """So that none fetches what a person may see and forgets what they may do."""
    fetched = re.compile(r"get_object_or_404\((?:[^()]|\([^()]*\))*\bvisible_to\(")
    refused = re.compile(r"raise PermissionDenied")
    by_themselves = {
        str(file.relative_to(HOUSE))
        for file in sources()
        if "views" in str(file.relative_to(HOUSE))
        and (fetched.search(file.read_text()) or refused.search(file.read_text()))
    }
    assert by_themselves == set()


def test_the_library_is_pure_python() -> None:
    """No models, forms or settings; of Django, it knows only how to translate."""
    for file in sources("lib"):
        for name in imports(file):
            if name.startswith("django."):
                assert name.startswith("django.utils.translation."), (file.name, name)


def test_there_is_no_junk_drawer() -> None:
    drawers = [
        file.relative_to(ROOT)
        for file in sources()
        if file.stem in JUNK or JUNK & set(file.relative_to(HOUSE).parts)
    ]
    assert drawers == []


def test_only_known_rooms_stand_in_the_house() -> None:
    folders = {
        path.name
        for path in HOUSE.iterdir()
        if path.is_dir() and (path / "__init__.py").exists()
    }
    assert folders <= set(FLOOR)
    described = (HOUSE.parent / "docs" / "architecture.md").read_text()
    assert [room for room in sorted(folders) if f"`{room}`" not in described] == []


def every_action() -> Iterator[tuple[str, object]]:
    for room in ROOMS:
        try:
            package = importlib.import_module(f"hemicycle.{room}.actions")
        except ModuleNotFoundError:
            continue
        for module in modules_of(package):
            for name, action in inspect.getmembers(module, inspect.isfunction):
                if action.__module__ == module.__name__ and not name.startswith("_"):
                    yield f"{module.__name__}.{name}", action


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    if hasattr(package, "__path__"):
        for info in pkgutil.iter_modules(package.__path__):
            yield importlib.import_module(f"{package.__name__}.{info.name}")


@pytest.mark.parametrize(("name", "action"), list(every_action()))
def test_every_action_says_what_follows(name: str, action: object) -> None:
    assert inspect.getdoc(action), f"{name} has no docstring"


def test_every_setting_is_documented() -> None:
    guide = (ROOT / "docs" / "deployment.md").read_text()
    read = set(re.findall(r"HEMICYCLE_[A-Z_]+", (HOUSE / "settings.py").read_text()))
    missing = {name for name in read if f"`{name}`" not in guide}
    assert missing == set()


def test_every_command_is_documented() -> None:
    ours = {
        name
        for name, app in get_commands().items()
        if isinstance(app, str) and app.startswith("hemicycle.")
    }
    guide = (ROOT / "docs" / "deployment.md").read_text()
    assert {name for name in ours if f"`{name}`" not in guide} == set()


def test_only_planning_loads_a_solver() -> None:
    probe = (
        "import sys, django; django.setup(); import hemicycle.urls, hemicycle.worker;"
        "solvers = {'ortools', 'highspy', 'pysat', 'numpy', 'pandas'};"
        "print(sorted(solvers & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True,
        check=True, env={"DJANGO_SETTINGS_MODULE": "hemicycle.settings", **_environ()},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_an_ordinary_installation_brings_no_solver() -> None:
    solvers = {"ortools", "highspy", "python-sat", "numpy", "pandas"}

    def brought(name: str) -> set[str]:
        lock = (ROOT / name).read_text()
        return solvers & set(re.findall(r"^([\w-]+)==", lock, re.MULTILINE))

    assert brought("requirements.lock") == set()
    assert brought("requirements-planning.lock") == solvers
    assert brought("requirements-dev.lock") == solvers


def _environ() -> dict[str, str]:
    import os

    return dict(os.environ)


def test_no_raw_sql_outside_the_list() -> None:
    """Goal S22. Each of these files says why."""
    allowed = {
        "fields/prepared.py",
        "fields/search.py",
        "fields/writes.py",  # what Django compiled, kept
        "journal/migrations/0002_append_only.py",
        "journal/maintenance.py",
        "demo/store.py",
        "tables/counts.py",  # the counts of all views in one statement
    }
    pattern = re.compile(r"\.raw\(|\.extra\(|RawSQL|cursor\(\)|RunSQL|executescript")
    found = {
        str(file.relative_to(HOUSE))
        for file in sources()
        if pattern.search(file.read_text())
    }
    assert found - allowed == set()


# Where a moment becomes a day: always in somebody's zone, never by UTC unseen.
KNOWS_THE_DAY = {
    "lib/clock.py",
    "lib/spreadsheet_worker.py",  # a cell of a spreadsheet has no zone
    "conferences/models.py",
    "ui/formats.py",
}
NEVER_A_DAY = {"today", "localdate", "localtime", "utcnow"}


def takes_a_day(node: ast.AST) -> bool:
    """`moment.date()`, `date.today()`, `timezone.localdate()`; not of a text read."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr in NEVER_A_DAY:
        return isinstance(node.func.value, ast.Name | ast.Attribute)
    if node.func.attr != "date" or node.args:
        return False
    made = node.func.value
    of = made.func if isinstance(made, ast.Call) else None
    return not (isinstance(of, ast.Attribute) and of.attr == "strptime")


def test_a_moment_becomes_a_day_only_in_a_zone() -> None:
    """Ask `conference.today`, `conference.day_of`, `formats.day_of`, or, of all
    conferences at once, `clock.last_today`."""
    by_hand = [
        f"{file.relative_to(HOUSE)}:{node.lineno}"
        for file in sources()
        if str(file.relative_to(HOUSE)) not in KNOWS_THE_DAY
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and takes_a_day(node)
    ]
    assert by_hand == []


COMPARED = re.compile(r"\.state\s*(==|!=|in|not in)\s")
# What changes states or says what they are: all others ask a property, a verb of
# states.py or a named queryset.
KNOWS_STATES = re.compile(
    r"(^|/)(models|states|actions|running|places|import_views|import_actions)\b"
)


def test_only_a_model_and_its_verbs_compare_states() -> None:
    by_hand = [
        f"{file.relative_to(HOUSE)}:{number}"
        for file in [*sources(), *HOUSE.glob("*/templates/**/*.html")]
        if not KNOWS_STATES.search(str(file.relative_to(HOUSE)))
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if COMPARED.search(line) and "target(" not in line
    ]
    assert by_hand == []


def catches_refusals(handler: ast.ExceptHandler) -> bool:
    return handler.type is not None and any(
        isinstance(node, ast.Name) and node.id == "ValidationError"
        for node in ast.walk(handler.type)
    )


def test_no_view_shows_a_refusal_by_hand() -> None:
    """`ui.refusals` does: shown_at, announced."""
    by_hand = [
        f"{file.relative_to(HOUSE)}:{call.lineno}"
        for file in sources()
        if any(part.startswith("views") for part in file.relative_to(HOUSE).parts)
        for handler in ast.walk(ast.parse(file.read_text()))
        if isinstance(handler, ast.ExceptHandler) and catches_refusals(handler)
        for statement in handler.body
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr == "add_error"
        or (isinstance(call.func.value, ast.Name) and call.func.value.id == "messages")
    ]
    assert by_hand == []


def test_the_readme_is_short_and_has_a_picture() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) < 60
    assert "![" in text


def test_nothing_names_a_registry() -> None:
    """A lock file copies addresses of the place it was made at, unless told not to."""
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        for word in ("index-url", "://", "find-links"):
            assert word not in text
