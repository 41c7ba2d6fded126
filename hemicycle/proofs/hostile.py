"""What hostile tables and pictures cost the process that a web worker is.

Each is made from a seed, so that any of them can be made again: bombs, entities, files
cut short or with bytes changed, nonsense in every encoding, pictures whose parts lie.
They are read as an upload is, and the memory of this process is compared.
"""

import io
import multiprocessing
import random
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from hemicycle.lib import pictures, spreadsheet

# The first ones load code and fill caches.
WARMING_UP = 10
MOST_GROWTH_MB = 50.0
PAGE_KB = 4

SHEET = "xl/worksheets/sheet1.xml"
BILLION = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%b">' % (name, b"&%c;" % (name - 1) * 10)
    for name in range(ord("b"), ord("k"))
)


@dataclass
class Outcome:
    files: int
    growth_mb: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def is_passed(self) -> bool:
        return self.growth_mb <= MOST_GROWTH_MB


def run(files: int, seed: int) -> Outcome:
    """Read so many after some to warm up. Whatever is raised but a refusal is a bug.

    They are made in a child, as they come to the web from outside: making them takes
    far more memory than reading them, and would count as growth of the reader.
    """
    outcome = Outcome(files)
    before = 0.0
    with multiprocessing.get_context("spawn").Pool(1) as maker:
        for number in range(files + WARMING_UP):
            if number == WARMING_UP:
                before = _resident_mb()
            answer = read(number, maker.apply(make, (seed, number)))
            if number >= WARMING_UP:
                outcome.answers[answer] += 1
        outcome.growth_mb = _resident_mb() - before
    return outcome


def make(seed: int, number: int) -> bytes:
    """The file of this number."""
    return KINDS[number % len(KINDS)](random.Random(f"{seed}-{number}"))


def read(number: int, content: bytes) -> str:
    """How the file of this number was answered."""
    kind = KINDS[number % len(KINDS)]
    try:
        if kind in PICTURES:
            pictures.read(content)
        else:
            spreadsheet.read(content)
    except (spreadsheet.CannotRead, pictures.CannotUse):
        return f"{kind.__name__.strip('_')} refused"
    return f"{kind.__name__.strip('_')} read"


def _workbook(sheet: bytes = b"", more: int = 0) -> bytes:
    """A workbook of ours, with this in place of its sheet and so many entries more."""
    rows = [[f"Name {n}", "KE", n] for n in range(300)]
    with spreadsheet.write_xlsx(["Name", "Country", "Places"], rows) as made:
        given = zipfile.ZipFile(io.BytesIO(made.read()))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
        for name in given.namelist():
            book.writestr(name, sheet if sheet and name == SHEET else given.read(name))
        for number in range(more):
            book.writestr(f"xl/media/{number}", b"")
    return written.getvalue()


def _damaged_workbook(dice: random.Random) -> bytes:
    return _damaged(dice, _workbook())


def _bomb(dice: random.Random) -> bytes:
    start, row = b"<worksheet><sheetData>", b"<row><c><v>1</v></c></row>"
    return _workbook(start + row * dice.randrange(500_000, 3_000_000))


def _entities(dice: random.Random) -> bytes:
    depth = dice.randrange(ord("c"), ord("k"))
    cell = b"<row><c t='inlineStr'><is><t>&%c;</t></is></c></row>" % depth
    return _workbook(BILLION + b"]><worksheet><sheetData>" + cell * 50)


def _nested(dice: random.Random) -> bytes:
    return _workbook(b"<worksheet>" + b"<sheetData>" * dice.randrange(1_000, 200_000))


def _many_entries(dice: random.Random) -> bytes:
    return _workbook(more=dice.randrange(500, 5_000))


def _damaged_text(dice: random.Random) -> bytes:
    text = 'Name;Country\nАна Müller;"KE\n' * dice.randrange(1, 5_000)
    coding = dice.choice(["utf-8", "utf-16", "utf-16-be", "utf-8-sig", "koi8-r"])
    return _damaged(dice, text.encode(coding, "replace"))


def _noise(dice: random.Random) -> bytes:
    return dice.randbytes(dice.randrange(1, 300_000))


def _long_cells(dice: random.Random) -> bytes:
    return b"Name,Country\n" + b'"' + b"x,\n" * dice.randrange(1_000, 1_000_000)


def _png(dice: random.Random) -> bytes:
    width, height = dice.choice([(3_000, 1_300), (1, 1), (40_000, 40_000), (2_000, 9)])
    kind = dice.choice([0, 2, 3, 4, 6])
    size = min(width * height * 4, 20_000_000)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))]
    parts += [(b"IDAT", zlib.compress(bytes(size)))] * dice.choice([1, 1, 3])
    if dice.random() < 0.5:
        parts.insert(1, (b"PLTE", dice.randbytes(dice.randrange(900))))
    if dice.random() < 0.3:
        dice.shuffle(parts)
    made = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body
        + struct.pack(">I", zlib.crc32(name + body))
        for name, body in [*parts, (b"IEND", b"")]
    )  # fmt: skip
    return made if dice.random() < 0.7 else _damaged(dice, made)


def _jpeg(dice: random.Random) -> bytes:
    made = b"\xff\xd8"
    for _part in range(dice.randrange(1, 9)):
        body = dice.randbytes(dice.randrange(1, 600))
        marker = dice.choice([0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xE1, 0xEE, 0xFE])
        if marker in (0xC0, 0xC2):
            side = dice.choice([8, 1_900, 60_000])
            body = struct.pack(">BHHB", 8, side, side, 3) + bytes(range(9))
        made += struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
    made += struct.pack(">BBH", 0xFF, 0xDA, 8) + bytes(6)
    return made + dice.randbytes(dice.randrange(1, 50_000)) + b"\xff\xd9"


def _damaged(dice: random.Random, content: bytes) -> bytes:
    """Cut short, some bytes changed, or a piece of it repeated."""
    made = bytearray(content)
    for _byte in range(dice.randrange(1, 30)):
        made[dice.randrange(len(made))] = dice.randrange(256)
    start = dice.randrange(len(made))
    match dice.randrange(3):
        case 0:
            del made[max(4, start) :]
        case 1:
            made[start:start] = made[start : start + dice.randrange(1, 5_000)]
    return bytes(made)


Kind = Callable[[random.Random], bytes]
PICTURES: tuple[Kind, ...] = (_png, _jpeg)
KINDS: tuple[Kind, ...] = (
    _damaged_workbook, _png, _bomb, _damaged_text, _jpeg, _entities, _noise,
    _nested, _many_entries, _long_cells,
)  # fmt: skip


def _resident_mb() -> float:
    """Of this process, now; on Linux."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * PAGE_KB / 1024
