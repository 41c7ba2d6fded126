"""What a cell of a table holds: a name, an address, a word of a list."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.lib import addresses, spreadsheet
from hemicycle.lib.names import clean_name
from hemicycle.lib.search import fold
from hemicycle.lib.text_encodings import misread

_NO_NAME = re.compile(r"[@<>;\t\r\n\v\f\x85\u2028\u2029]|https?:|www\.|\|")
_NO_PERSON = re.compile(
    r"[=+*%~{}\[\]\\^_$€£?#]|\d\W*\d*\W+\d|\d{4}|^\W*\d+\s*[.)\-:]", re.UNICODE
)
_SEVERAL = re.compile(r"(?i)\s/\s|&|\s(and|et|und|и)\s")
# Mistakes of an encoding: what a program puts for a character it cannot write, and
# control or private characters where letters were.
_DAMAGED = re.compile(
    "[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]|\\w\\?\\w|\\?{2}"
)
_CODES = re.compile(r"&#?\w{2,8};|%[0-9A-F]{2}|~\{|\+[A-Za-z0-9/]{3,}-")
_NOBODY = frozenset(
    map(
        fold,
        (
            "n/a", "na", "n.a.", "none", "nil", "null", "nan", "tbc", "tbd", "tba",
            "n.n.", "nn", "xxx", "xx", "x", "unknown", "anonymous", "to be confirmed",
            "to be determined", "to be announced", "to be nominated", "vacant", "name",
            "full name", "test", "total", "sum", "subtotal", "true", "false", "err",
            "à confirmer", "à déterminer", "à désigner", "inconnu", "néant", "vrai",
            "faux", "por confirmar", "por determinar", "por designar", "desconocido",
            "ninguno", "verdadero", "falso", "a confirmar", "a definir", "desconhecido",
            "wahr", "falsch", "unbekannt", "итого", "всего", "нет", "неизвестно",
            "уточняется", "истина", "ложь", "待定", "无", "未知", "合计", "总计",
            "لاحقا", "غير معروف", "لا يوجد", "سيحدد لاحقا", "المجموع", "الإجمالي",
        ),
    )
)  # fmt: skip


def name_in(cell: str) -> str:
    """A name; not an address, several cells in one, or an error of the spreadsheet.

    Raises ValueError, in words.
    """
    _check_readable(cell)
    if spreadsheet.is_error(cell) or _NO_NAME.search(cell):
        raise ValueError(_("Not a name. Enter the name only."))
    return clean_name(cell)


def person_in(cell: str) -> str:
    """The name of one person; no date, number or "to be confirmed".

    Stricter than a form, where a person types the own name: nobody looked at each cell.
    Raises ValueError, in words.
    """
    name = name_in(cell)
    if fold(re.sub(r"[\d:]+$", "", name)) in _NOBODY:
        raise ValueError(_("Not the name of a person. Enter it, or skip this row."))
    if _SEVERAL.search(cell):
        raise ValueError(_("One person in each row. Enter one name."))
    if _NO_PERSON.search(name) or name.count('"') % 2:
        raise ValueError(_("Not a name. Enter the name only."))
    digits = sum(sign.isdigit() for sign in name)
    if digits and digits >= sum(sign.isalpha() for sign in name):
        raise ValueError(_("Not a name. Enter the name only."))
    return name


def _check_readable(cell: str) -> None:
    """Refuse a text that an encoding spoilt before the file came to us."""
    if original := misread(cell):
        raise ValueError(
            _("This text is damaged; perhaps “%(text)s”. Type it again.")
            % {"text": original[:100]}
        )
    if _DAMAGED.search(cell) or _CODES.search(cell):
        raise ValueError(_("This text is damaged. Type it again."))


def address_in(cell: str) -> str:
    """An e-mail address in its clean form. Raises ValueError, in words."""
    if spreadsheet.is_error(cell):
        raise ValueError(_("An error of the spreadsheet. Enter the e-mail address."))
    return addresses.clean(cell)


def text_in(cell: str, *, most: int) -> str:
    """Any text of one line. Raises ValueError, in words."""
    if spreadsheet.is_error(cell):
        raise ValueError(_("An error of the spreadsheet. Enter the text."))
    _check_readable(cell)
    text = " ".join(cell.split())
    if len(text) > most:
        raise ValueError(_("At most %(limit)s characters.") % {"limit": most})
    return text


def choice_in(cell: str, choices: Iterable[tuple[str, Any]]) -> str:
    """The value whose key or label, in any language of the pages, the cell says; or
    "". Two that fit alike are none."""
    wanted = fold(cell)
    fitting = set()
    listed = list(choices)
    if cell in {value for value, _label in listed}:
        return cell
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            fitting |= {value for value, label in listed if fold(str(label)) == wanted}
    return fitting.pop() if len(fitting) == 1 and wanted else ""
