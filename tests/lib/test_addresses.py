"""One mailbox is one text, whatever was copied along with it."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hemicycle
from hemicycle.lib.addresses import NotAnAddress, clean, shown

HOUSE = Path(hemicycle.__file__).parent
HIDDEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069"
HIDDEN += "\u00ad\u061c\u2060\ufeff\u034f\u3164\ufe0f\u180e"


@pytest.mark.parametrize("hidden", list(HIDDEN))
@pytest.mark.parametrize("place", range(8))
def test_what_nobody_sees_is_dropped_anywhere(hidden: str, place: int) -> None:
    at = place * 2
    text = "amina@example.org"
    assert clean(text[:at] + hidden + text[at:] + hidden) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Amina@Example.ORG ", "amina@example.org"),
        ("amina＠example.org", "amina@example.org"),
        ("amina﹫example.org", "amina@example.org"),
        ("ａｍｉｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "amina@example.org"),
        ("amina@example。org", "amina@example.org"),
        ("\u3000amina@example.org\xa0", "amina@example.org"),
        ("mailto:amina@example.org", "amina@example.org"),
        ("MAILTO: amina@example.org?subject=Hello%20you", "amina@example.org"),
        ("Amina Diallo <amina@example.org>", "amina@example.org"),
        ('"Diallo, Amina" <amina@example.org>;', "amina@example.org"),
        ("<amina@example.org>", "amina@example.org"),
        ("Amina <mailto:amina@example.org>", "amina@example.org"),
        ("amina@example.org.", "amina@example.org"),
        ("amina@example.org;", "amina@example.org"),
        ("amina@example.org,", "amina@example.org"),
        ("(amina@example.org)", "amina@example.org"),
        ("“amina@example.org”", "amina@example.org"),
        ("a.o'neil+un@mail.example.org", "a.o'neil+un@mail.example.org"),
        ("maria@müller.example", "maria@xn--mller-kva.example"),
        ("maria@MÜLLER.example", "maria@xn--mller-kva.example"),
        ("maria@mu\u0308ller.example", "maria@xn--mller-kva.example"),
        ("maria@XN--MLLER-KVA.example", "maria@xn--mller-kva.example"),
        ("info@straße.example", "info@xn--strae-oqa.example"),
        ("info@مثال.إختبار", "info@xn--mgbh0fb.xn--kgbechtv"),
        ("info@例え。テスト", "info@xn--r8jz45g.xn--zckzah"),
        ("info@نامه\u200cای.com", "info@xn--mgba3gch31f060k.com"),
    ],
)
def test_one_mailbox_has_one_form(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept
    assert clean(shown(kept)) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a@example.org; b@example.org", "several"),
        ("a@example.org,b@example.org", "several"),
        ("a@example.org b@example.org", "several"),
        ("a@example.org / b@example.org", "several"),
        ("a@example.org، b@example.org", "several"),
        ("a@example.org\nBcc: x@example.org", "several"),
        ("amina @example.org", "space"),
        ("amina", "no-at"),
        ("", "no-at"),
        ("@example.org", "no-at"),
        ("amina@", "no-at"),
        ("a@b@example.org", "no-at"),
        ("amına@example.org", "local-part"),  # dotless i: another mailbox
        ("аmina@example.org", "local-part"),  # Cyrillic a
        ("ſam@example.org", "local-part"),
        ("amina..d@example.org", "local-part"),
        (".amina@example.org", "local-part"),
        ('"a b"@example.org', "space"),
        ("x" * 65 + "@example.org", "local-part"),
        ("amina@nowhere", "domain"),
        ("amina@example..org", "domain"),
        ("amina@-example.org", "domain"),
        ("amina@exa_mple.org", "domain"),
        ("amina@192.168.0.1", "domain"),
        ("amina@[192.168.0.1]", "domain"),
        ("amina@xn--a.example", "domain"),
        ("amina@" + ".".join(["x" * 60] * 4) + ".example", "too-long"),
        ("#N/A", "no-at"),
        ("amina\x00@example.org", "local-part"),
    ],
)
def test_what_is_not_one_address_is_refused_with_help(typed: str, code: str) -> None:
    with pytest.raises(NotAnAddress) as refused:
        clean(typed)
    assert refused.value.code == code


@given(st.text(max_size=60) | st.from_regex(r"\S{1,20}@\S{1,20}\.\S{2,8}"))
def test_the_form_is_plain_and_stays(typed: str) -> None:
    try:
        address = clean(typed)
    except NotAnAddress:
        return
    assert address.isascii()
    assert address == address.lower()
    assert not any(c.isspace() or unicodedata.category(c)[0] == "C" for c in address)
    assert clean(address) == address


def test_addresses_are_compared_by_equality_alone() -> None:
    """On PostgreSQL iexact folds a dotless i: a look-alike opened an invitation."""
    folded = re.compile(
        r"\b(email|to|address)__i(exact|startswith|endswith|regex)"
        r"|e?mail\.(strip\(\)\.)?(lower|casefold)\(\)|validate_email\b"
    )
    by_file = {
        str(file.relative_to(HOUSE)): found[0]
        for file in sorted(HOUSE.rglob("*.py"))
        if (found := folded.search(file.read_text()))
    }
    assert by_file == {}


def test_every_column_and_field_of_an_address_makes_the_clean_form() -> None:
    own = {"fields/addresses.py", "ui/fields/texts.py", "ui/error_words.py"}
    bare = re.compile(r"\b(models|forms)\.EmailField\(")
    found = {
        str(file.relative_to(HOUSE))
        for file in sorted(HOUSE.rglob("*.py"))
        if "migrations" not in file.parts and bare.search(file.read_text())
    }
    assert found <= own


@pytest.mark.parametrize(
    "domain",
    ["exаmple.org", "xn--exmple-4nf.org", "mail.gооgle.com", "ελλάδaς.gr", "аpple.рф"],
)
def test_a_domain_of_two_scripts_that_look_alike_is_refused(domain: str) -> None:
    with pytest.raises(NotAnAddress) as refusal:
        clean(f"amina@{domain}")
    assert refusal.value.code == "mixed-scripts"


@pytest.mark.parametrize(
    "domain",
    ["пример.com", "日本abc.jp", "例え.jp", "한국abc.kr", "मिसाल.भारत", "مثال.com"],
)
def test_scripts_that_belong_together_and_parts_in_scripts_of_their_own_are_taken(
    domain: str,
) -> None:
    assert clean(f"amina@{domain}")
