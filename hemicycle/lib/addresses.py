"""E-mail addresses: one clean form, made here and nowhere else, compared by equality.

The clean form is ASCII: the part before the @ in small letters, the domain as its
A-label ("xn--…"), nothing invisible. So one mailbox is one text in every database,
and a mail server takes it. Pages show it as its owner writes it (`shown`).
"""

import re
import unicodedata
from functools import lru_cache

import idna
from django.utils.translation import gettext as _

MAX_LENGTH = 254
MAX_LOCAL = 64

_MAILTO = re.compile(r"(?i)mailto:\s*")
_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
_BETWEEN = re.compile(r"[;,،؛、\s/|]+")
_LOCAL = re.compile(r"(?a:[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*)")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# What is seen in no font and still makes another text of an address. Besides category
# Cf: fillers, variation selectors, the combining grapheme joiner.
_INVISIBLE = {
    0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x2800,
    *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000),
}  # fmt: skip
# Belong to names of some scripts, in a domain too; nobody sees them anywhere else.
_JOINERS = {0x200C: None, 0x200D: None}
# Japanese, Korean and Chinese are written in several scripts, and with Latin letters.
_WRITTEN_TOGETHER = (
    {"LATIN", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "HANGUL"},
    {"LATIN", "CJK", "BOPOMOFO"},
)
_FULL_STOPS = dict.fromkeys(map(ord, "。．｡"), ".")


class NotAnAddress(ValueError):
    """The text is not one e-mail address. It says what to do; `code` says which."""

    def __init__(self, words: str, code: str) -> None:
        super().__init__(words)
        self.code = code


@lru_cache(maxsize=2_000)  # a form, a model and a query each clean the same one
def clean(text: str) -> str:
    """The one form in which an address is stored and compared.

    Understands what people paste: invisible and full-width characters, "mailto:",
    "Amina <amina@example.org>", a full stop at the end. Raises NotAnAddress: code
    "several", "no-at", "space", "local-part", "domain", "mixed-scripts" or "too-long".
    """
    plain = _inner(_visible(text))
    if plain.count("@") > 1 and len(_BETWEEN.split(plain)) > 1:
        raise _several()
    if "@" not in plain:
        raise _incomplete()
    if re.search(r"\s", plain):
        raise NotAnAddress(_("An e-mail address has no spaces."), "space")
    if re.search(r"[;,،؛]", plain):
        raise _several()
    local, _at, domain = plain.rpartition("@")
    if not local or not domain or "@" in local:
        raise _incomplete()
    local = local.translate(_JOINERS)
    if len(local) > MAX_LOCAL or not _LOCAL.fullmatch(local):
        raise NotAnAddress(
            _("Before the @ use only unaccented Latin letters, digits and . _ - +"),
            "local-part",
        )
    address = f"{local.lower()}@{_a_label(domain)}"
    if len(address) > MAX_LENGTH:
        raise NotAnAddress(_("This e-mail address is too long."), "too-long")
    return address


def shown(address: str) -> str:
    """A clean address as its owner writes it: the domain in its own script."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return f"{local}{at}{idna.decode(domain)}"
    except idna.IDNAError:
        return address


def _incomplete() -> NotAnAddress:
    return NotAnAddress(
        _("Enter the full e-mail address, for example name@example.org."), "no-at"
    )


def _several() -> NotAnAddress:
    return NotAnAddress(_("Enter one address only."), "several")


def _visible(text: str) -> str:
    """The text without what nobody sees, in ordinary width."""
    kept = []
    for character in text:
        is_hidden = unicodedata.category(character) in ("Cf", "Cs")
        if ord(character) in _INVISIBLE or (
            is_hidden and ord(character) not in _JOINERS
        ):
            continue
        decomposed = unicodedata.decomposition(character)
        if decomposed.startswith(("<wide>", "<narrow>", "<small>")):
            character = chr(int(decomposed.split()[1], 16))
        kept.append(character)
    return "".join(kept).translate(_FULL_STOPS).strip().strip("\u200c\u200d")


def _inner(text: str) -> str:
    """The address out of "Name <address>" or "mailto:address?subject=…"."""
    if named := _NAMED.fullmatch(text.rstrip(".,;، ")):
        text = named[1].strip()
    if scheme := _MAILTO.match(text):
        text = text[scheme.end() :].partition("?")[0]
    return text.strip(" \t\r\n\"'“”„«»‘’()[]").rstrip(".,;،؛ ").strip("\"'")


def _a_label(domain: str) -> str:
    """The domain as mail servers take it. As browsers do: UTS 46, not transitional."""
    labels: list[str] = []
    for candidate in (domain, domain.translate(_JOINERS)):
        try:
            encoded = idna.encode(candidate, uts46=True, std3_rules=True)
        except (idna.IDNAError, UnicodeError):
            continue
        labels = encoded.decode().lower().split(".")
        break
    for label in labels:
        _check_script(label)
    is_domain = len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    if not is_domain or labels[-1].isdigit():
        raise NotAnAddress(
            _("After the @ there must be a full domain, for example example.org."),
            "domain",
        )
    return ".".join(labels)


def _check_script(label: str) -> None:
    """One part of a domain is in one script: "pаypal" with a Cyrillic "а" is none."""
    if not label.startswith("xn--"):
        return
    try:
        plain = idna.decode(label)
    except idna.IDNAError:
        return  # refused as no domain
    scripts = {_script(c) for c in plain if unicodedata.category(c).startswith("L")}
    if len(scripts) > 1 and not any(
        scripts <= allowed for allowed in _WRITTEN_TOGETHER
    ):
        raise NotAnAddress(
            _(
                "“%(part)s” after the @ mixes letters of two scripts that look alike. "
                "Type the address again, in one script."
            )
            % {"part": plain},
            "mixed-scripts",
        )


def _script(letter: str) -> str:
    """The first word of its name: LATIN, CYRILLIC, ARABIC, CJK."""
    return unicodedata.name(letter, "").replace("-", " ").partition(" ")[0]
