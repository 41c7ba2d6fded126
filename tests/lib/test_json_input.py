"""JSON of strangers: refused as a ValueError, whatever it is."""

import pytest

from hemicycle.lib import json_input

TOO_DEEP = [
    "[" * 200_000,
    "[" * 900 + "]" * 900,
    '{"a":' * 30 + "1" + "}" * 30,
    "[" * 21 + "]" * 21,
]


@pytest.mark.parametrize("text", TOO_DEEP)
def test_depth_is_bounded(text: str) -> None:
    with pytest.raises(json_input.TooDeep):
        json_input.read(text)


@pytest.mark.parametrize("text", ["", "{", "1" * 5000, b"\xff", "nul", "[1,]"])
def test_what_can_not_be_read_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_input.read(text)


def test_what_is_meant_is_read() -> None:
    deep = "[" * 19 + "1" + "]" * 19
    assert json_input.read(b'{"a": [1, {"b": null}]}') == {"a": [1, {"b": None}]}
    assert json_input.read(deep) != []
