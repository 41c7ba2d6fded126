"""Two versions of a text, compared in words."""

from hypothesis import given
from hypothesis import strategies as st

from hemicycle.lib.differences import MOST_WORDS, Change, Piece, compared

SAME, ADDED, REMOVED = Change.SAME, Change.ADDED, Change.REMOVED


def test_one_word_is_replaced_and_its_sentence_stays() -> None:
    pieces = compared("held in Judaea in 2019", "held in Utah in 2019")
    assert pieces == [
        Piece(SAME, "held in "),
        Piece(REMOVED, "Judaea "),
        Piece(ADDED, "Utah "),
        Piece(SAME, "in 2019"),
    ]


def test_chinese_is_compared_sign_by_sign() -> None:
    pieces = compared("在盐湖城开幕", "在盐湖城闭幕")
    assert pieces == [
        Piece(SAME, "在盐湖城"),
        Piece(REMOVED, "开"),
        Piece(ADDED, "闭"),
        Piece(SAME, "幕"),
    ]


def test_the_same_text_is_one_piece_and_an_empty_one_none() -> None:
    assert compared("One\n\nTwo", "One\n\nTwo") == [Piece(SAME, "One\n\nTwo")]
    assert compared("", "") == []
    assert compared("", "New") == [Piece(ADDED, "New")]


def test_a_part_too_long_for_words_is_told_whole() -> None:
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert compared(before, after) == [Piece(REMOVED, before), Piece(ADDED, after)]


WRITTEN = st.text("ab 中\n.ع", max_size=40)


@given(WRITTEN, WRITTEN)
def test_nothing_of_either_version_is_lost(before: str, after: str) -> None:
    pieces = compared(before, after)
    assert "".join(p.words for p in pieces if p.change != ADDED) == before
    assert "".join(p.words for p in pieces if p.change != REMOVED) == after
