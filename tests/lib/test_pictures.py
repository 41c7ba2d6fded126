"""A picture for letters: checked part by part, kept bare."""

import pytest

from hemicycle.lib import pictures
from tests.pictures import chunk, make_jpeg, make_png, segment


@pytest.mark.parametrize(
    ("content", "kind"),
    [(make_png(300, 90), "image/png"), (make_jpeg(300, 90), "image/jpeg")],
)
def test_a_picture_is_known_by_its_content(content: bytes, kind: str) -> None:
    picture = pictures.read(content)
    assert (picture.content_type, picture.width, picture.height) == (kind, 300, 90)
    assert picture.content == content


def test_comments_places_and_what_follows_the_end_are_left_out() -> None:
    secret = chunk(b"tEXt", b"Author\0Rosa"), segment(0xE1, b"Exif\0\0GPS")
    png = pictures.read(make_png(extra=secret[0]) + b"PK\x03\x04 more")
    assert png.content == make_png()
    jpeg = pictures.read(make_jpeg(extra=secret[1]) + b"<script>")
    assert jpeg.content == make_jpeg()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload=alert(1)>", "not a PNG or JPEG"),
        (b"", "not a PNG or JPEG"),
        (make_png() + b"\0" * pictures.MAX_BYTES, "larger than 1 MB"),
        (make_png(3001, 1), "3001 × 1 pixels"),
        (make_png(2500, 2500), "2500 × 2500 pixels"),
        (make_jpeg(60000, 60000)[:200], "60000 × 60000 pixels"),
        (make_png(0, 5), "damaged"),
        (make_png()[:-6], "damaged"),
        (make_png().replace(b"IDAT", b"IDAU"), "damaged"),
        (make_png(extra=chunk(b"IHDR", b"\0" * 13)), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 40, "damaged"),
        (make_png()[:33] + chunk(b"IEND", b""), "damaged"),
        (make_jpeg()[:-2], "damaged"),
        (b"\xff\xd8\xff\xd9", "damaged"),
        (b"\xff\xd8\xff\xda\0\x02\xff\xd9", "damaged"),
    ],
)
def test_what_letters_can_not_print_is_refused_in_words(
    content: bytes, words: str
) -> None:
    with pytest.raises(pictures.CannotUse, match=words):
        pictures.read(content)
