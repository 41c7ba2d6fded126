"""One stylesheet, one script, vendored files: small, current, and ours to serve."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from hemicycle.ui import assembly

UI = assembly.HERE
MANIFEST = UI / "static" / "ui" / "vendor" / "MANIFEST.json"


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_stylesheet_is_what_its_sources_make() -> None:
    assert assembly.STYLESHEET.read_text() == assembly.stylesheet(), (
        "run script/assemble"
    )


def test_the_script_is_what_its_sources_make() -> None:
    assert assembly.SCRIPT.read_text() == assembly.script(), "run script/assemble"


def test_the_names_of_countries_are_what_their_sources_make() -> None:
    assert assembly.COUNTRIES.read_text() == assembly.country_words(), (
        "run script/assemble"
    )


def test_a_first_visit_is_light() -> None:
    htmx = UI / "static" / "ui" / "vendor" / "htmx.min.js"
    assert compressed(assembly.STYLESHEET) <= 20 * 1024
    assert compressed(assembly.SCRIPT) + compressed(htmx) <= 30 * 1024


def test_every_rule_stands_in_a_layer() -> None:
    """What stands outside would win over everything else."""
    depth, outside = 0, ""
    for sign in assembly.stylesheet():
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            outside += sign
    assert outside.startswith(assembly.LAYERS)
    assert set(re.findall(r"@layer (\w+) }", outside)) <= set(
        re.findall(r"\w+", assembly.LAYERS)
    )
    assert re.sub(r"@layer [\w, ]+;?|}|\s", "", outside) == ""
    assert depth == 0


def test_the_stylesheet_knows_no_left_and_right() -> None:
    css = assembly.stylesheet()
    physical = re.findall(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|"
        r"(?<![\w-])(?:left|right|top|bottom|width|height)\s*:|"
        r"(?:text-align|float|clear):\s*(?:left|right)",
        re.sub(r"@media[^{]*{", "{", css),
    )
    assert physical == []


def test_the_stylesheet_asks_nobody_else() -> None:
    assert re.findall(r"url\(|@import|https?:", assembly.stylesheet()) == []


@pytest.mark.parametrize("package", sorted(json.loads(MANIFEST.read_text())))
def test_vendored_files_are_as_published(package: str) -> None:
    entry = json.loads(MANIFEST.read_text())[package]
    found = {
        name: hashlib.sha256((UI / name).read_bytes()).hexdigest()
        for name in entry["files"]
    }
    assert found == entry["files"]
    assert entry["version"]
    assert entry["licence"]


def test_nothing_is_vendored_without_a_checksum() -> None:
    listed = {
        UI / name
        for entry in json.loads(MANIFEST.read_text()).values()
        for name in entry["files"]
    }
    there = {*(UI / "icons").iterdir(), *(UI / "static" / "ui" / "vendor").iterdir()}
    assert there - listed == {MANIFEST}


def test_no_template_has_a_style_or_a_script_of_its_own() -> None:
    """The content security policy would refuse it, silently."""
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=")
    guilty = [
        str(path)
        for path in assembly.HOUSE.glob("*/templates/**/*.html")
        if inline.search(path.read_text())
    ]
    assert guilty == []
