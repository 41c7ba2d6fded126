"""Contrast by computation, from the tokens as they are written."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "hemicycle" / "ui" / "css" / "tokens.css"
DARK = "@media screen and (prefers-color-scheme: dark)"  # paper stays white
SCHEMES = ("light", "dark")
SURFACES = ("paper", "sheet")
STATES = ("good", "wait", "stop")
SEATS = ("seat-1", "seat-2", "seat-3", "seat-4")

# What is written on what.
TEXTS = [
    *((text, on) for text in ("ink", "quiet", "blue", *STATES) for on in SURFACES),
    ("on-blue", "blue"),
    ("on-blue", "blue-deep"),
    ("blue-deep", "paper"),
    ("blue-deep", "blue-sheet"),
    ("paper", "ink"),  # the banner of the demonstration
    ("paper", "stop"),  # the button that destroys
    ("stop", "stop-sheet"),
    *(("ink", f"{kind}-sheet") for kind in ("blue", *STATES)),
    ("on-verdict", "go"),
    ("on-verdict", "halt"),
]
# Borders of inputs, and shapes that carry a meaning.
SHAPES = [
    ("edge", "paper"),
    ("blue", "paper"),
    *((seat, on) for seat in SEATS for on in SURFACES),
    *((kind, f"{kind}-sheet") for kind in ("blue", *STATES)),
]


def colours(scheme: str) -> dict[str, tuple[float, float, float]]:
    light, found_dark, dark = TOKENS.read_text().partition(DARK)
    assert found_dark
    found = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", dark))
    return {name: linear(value) for name, value in found.items()}


def linear(hexadecimal: str) -> tuple[float, float, float]:
    def channel(at: int) -> float:
        value = int(hexadecimal[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(1), channel(3), channel(5)


def contrast(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    def luminance(c: tuple[float, float, float]) -> float:
        return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def distance(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    """How different two colours look: Euclidean, in OKLab."""

    def oklab(c: tuple[float, float, float]) -> tuple[float, float, float]:
        r, g, b = c
        lms = (
            (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3),
            (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3),
            (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3),
        )
        return (
            0.2104542553 * lms[0] + 0.7936177850 * lms[1] - 0.0040720468 * lms[2],
            1.9779984951 * lms[0] - 2.4285922050 * lms[1] + 0.4505937099 * lms[2],
            0.0259040371 * lms[0] + 0.7827717662 * lms[1] - 0.8086757660 * lms[2],
        )

    return sum((x - y) ** 2 for x, y in zip(oklab(a), oklab(b), strict=True)) ** 0.5


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(linear("#000000"), linear("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "surface"), TEXTS)
def test_text_can_be_read(scheme: str, text: str, surface: str) -> None:
    palette = colours(scheme)
    assert contrast(palette[text], palette[surface]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("shape", "surface"), SHAPES)
def test_shapes_can_be_seen(scheme: str, shape: str, surface: str) -> None:
    palette = colours(scheme)
    assert contrast(palette[shape], palette[surface]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("state", STATES)
def test_no_seat_looks_like_a_state(scheme: str, seat: str, state: str) -> None:
    palette = colours(scheme)
    assert distance(palette[seat], palette[state]) >= 0.12


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("one", "other"),
    [(a, b) for a in (*SEATS, "seat-empty") for b in SEATS if a < b or "empty" in a],
)
def test_seats_differ_from_each_other(scheme: str, one: str, other: str) -> None:
    palette = colours(scheme)
    assert distance(palette[one], palette[other]) >= 0.12


def test_both_schemes_define_the_same_colours() -> None:
    """All but the door's verdict, which looks the same by day and by night."""
    light, _, dark = TOKENS.read_text().partition(DARK)
    names = re.compile(r"--([\w-]+):\s*#")
    assert set(names.findall(light)) - set(names.findall(dark)) == {
        "go",
        "halt",
        "on-verdict",
    }
