import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pypdf
import pytest

from hemicycle.lib import pdf

PAGE = """
#let data = json(bytes(sys.inputs.data))
#set text(font: json(bytes(sys.inputs.fonts)))
#data.name
"""


def chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    + chunk(b"IEND", b"")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.txt").write_text("canary-canary")
    return tmp_path / "inside"


def template(folder: Path, source: str) -> Path:
    path = folder / "page.typ"
    path.write_text(source)
    return path


def text_of(content: bytes) -> str:
    return "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages
    )


def fonts_of(content: bytes) -> set[str]:
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[1])
    return found


@pytest.mark.parametrize(
    "name",
    [
        "#emph[x]",
        "$ x^2 $",
        "*bold* _it_ `raw`",
        '"; #read("secret.txt")',
        "<label> @ref",
    ],
)
def test_what_people_type_is_never_markup(folder: Path, name: str) -> None:
    content = pdf.render(template(folder, PAGE), {"name": name})
    shown = text_of(content).replace("\u201c", '"').replace("\n", " ")
    assert shown.split() == name.split()
    assert "canary" not in shown


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("Łukasz Þórdís Nguyễn", "SourceSansPro"), ("Ελένη Амина", "SourceSansPro"),
        ("الأمين محمد", "NotoSansArabic"), ("שרה", "NotoSansHebrew"),
        ("王秀英", "NotoSansSC"), ("ひらがな", "NotoSansSC"), ("김철수", "NotoSansKR"),
        ("अर्जुन", "NotoSansDevanagari"), ("รัตนา", "NotoSansThai"),
        ("রোকেয়া", "NotoSansBengali"), ("ተስፋዬ", "NotoSansEthiopic"),
        ("សុភា", "NotoSansKhmer"), ("အောင်", "NotoSansMyanmar"),
    ],
)  # fmt: skip
def test_names_are_drawn_in_the_fonts_we_bring(
    folder: Path, name: str, font: str
) -> None:
    content = pdf.render(template(folder, PAGE), {"name": name})
    assert any(font in used for used in fonts_of(content))


@pytest.mark.parametrize(
    "source",
    [
        '#read("../secret.txt")', '#read("/etc/passwd")', '#read("/../secret.txt")',
        '#image("../secret.txt")', '#import "@preview/cetz:0.2.0": *', "#nonsense(",
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_read_and_mistakes_are_told(
    folder: Path, source: str
) -> None:
    with pytest.raises(pdf.PdfError) as told:
        pdf.render(template(folder, source), {})
    assert "canary" not in str(told.value)


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_works(
    folder: Path,
) -> None:
    endless = "#for i in range(99999) { for j in range(99999) { let x = i * j } }"
    with pytest.raises(pdf.PdfError, match=r"over 0\.5 s"):
        pdf.render(template(folder, endless), {}, seconds=0.5)
    assert text_of(pdf.render(template(folder, PAGE), {"name": "Amina"})) == "Amina"


def test_a_page_that_takes_too_much_memory_is_stopped_and_the_next_one_works(
    folder: Path,
) -> None:
    with pytest.raises(pdf.PdfError, match="memory"):
        pdf.render(template(folder, "#range(200000000).len()"), {})
    assert text_of(pdf.render(template(folder, PAGE), {"name": "Amina"})) == "Amina"


def test_attachments_are_reached_by_plain_names_only(folder: Path) -> None:
    source = '#image("attachments/photo.png", width: 1cm)'
    content = pdf.render(template(folder, source), {}, attachments={"photo.png": PNG})
    assert b"/Image" in content
    assert not (folder / "attachments").exists()
    for name in ("../photo.png", "/photo.png", "..", "", "a/b"):
        with pytest.raises(pdf.PdfError, match="plain name"):
            pdf.render(template(folder, source), {}, attachments={name: PNG})


def test_the_same_data_gives_the_same_file(folder: Path) -> None:
    page = template(folder, PAGE)
    assert pdf.render(page, {"name": "A"}) == pdf.render(page, {"name": "A"})


def test_signs_that_no_font_has_are_named() -> None:
    common = "Łukasz Nguyễn Ελένη Амина محمد שרה 王秀英 ひらがな 김철수 ქართული Հայերեն"
    assert pdf.undrawable(common) == ""
    assert pdf.undrawable("Amina \U0010fffd \U0010fffc") == "\U0010fffd\U0010fffc"


def test_the_process_beside_ours_ends_with_ours_and_leaves_nothing_open() -> None:
    ended = subprocess.run(
        [
            sys.executable, "-W", "always", "-c",
            "from hemicycle.lib import pdf; print(pdf.undrawable('x'))",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "hemicycle.settings"},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (0, "\n")
    assert "ResourceWarning" not in ended.stderr
