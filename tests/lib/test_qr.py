"""Codes are read back as they were written."""

from base64 import b64decode
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.lib import qr
from tests.qr_reader import read

PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)


@given(st.text(PRINTABLE, min_size=1, max_size=300))
def test_what_is_written_is_read_back(text: str) -> None:
    assert read(qr.svg(text)) == text


@pytest.mark.parametrize("border", [1, 2, 4])
def test_the_quiet_zone_is_as_asked(border: int) -> None:
    inside = int(qr.svg("A", border=0).split('viewBox="0 0 ')[1].split()[0])
    drawn = qr.svg("A", border=border)
    assert f'viewBox="0 0 {inside + 2 * border} {inside + 2 * border}"' in drawn
    assert read(drawn) == "A"


def test_the_address_of_a_picture_is_white_below_and_reads_the_same() -> None:
    head, _comma, content = qr.data_uri("otpauth://totp/x?secret=ABC").partition(",")
    drawn = b64decode(unquote(content)).decode()
    assert head == "data:image/svg+xml;base64"
    assert 'fill="#fff"' in drawn
    assert read(drawn) == "otpauth://totp/x?secret=ABC"


def test_nothing_of_the_text_stands_in_the_picture() -> None:
    assert "script" not in qr.svg("<script>alert(1)</script>")


@pytest.mark.parametrize("text", ["x" * 3000, "Salón", "ｘ"])
def test_more_than_fits_and_letters_that_readers_guess_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        qr.svg(text)
