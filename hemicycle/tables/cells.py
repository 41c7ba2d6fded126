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

_NO_NAME = re.compile(r"[@<>;\t\r\n]|https?:|\|")


def name_in(cell: str) -> str:
    """A name; not an address, several cells in one, or an error of the spreadsheet.

    Raises ValueError, in words.
    """
    if spreadsheet.is_error(cell) or _NO_NAME.search(cell):
        raise ValueError(_("Not a name. Enter the name only."))
    return clean_name(cell)


def address_in(cell: str) -> str:
    """An e-mail address in its clean form. Raises ValueError, in words."""
    if spreadsheet.is_error(cell):
        raise ValueError(_("An error of the spreadsheet. Enter the e-mail address."))
    return addresses.clean(cell)


def text_in(cell: str, *, most: int) -> str:
    """Any text of one line. Raises ValueError, in words."""
    if spreadsheet.is_error(cell):
        raise ValueError(_("An error of the spreadsheet. Enter the text."))
    text = " ".join(cell.split())
    if len(text) > most:
        raise ValueError(_("At most %(limit)s characters.") % {"limit": most})
    return text


def choice_in(cell: str, choices: Iterable[tuple[str, Any]]) -> str:
    """The value whose key or label, in any language of the pages, the cell says; or
    "". Two that fit alike are none."""
    wanted = fold(cell)
    fitting = set()
    known = list(choices)
    if cell in {value for value, _label in known}:
        return cell
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            fitting |= {value for value, label in known if fold(str(label)) == wanted}
    return fitting.pop() if len(fitting) == 1 and wanted else ""
