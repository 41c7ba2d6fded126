import pytest

from hemicycle.lib import codes


def test_identifiers_are_26_signs_and_never_the_same() -> None:
    made = {codes.new_id() for _ in range(2000)}
    assert len(made) == 2000
    assert all(codes.is_id(one) for one in made)
    # 2,000 x 26 signs: a sign that never appears would mean lost randomness.
    assert set("".join(made)) == set(codes.ALPHABET)


@pytest.mark.parametrize("text", ["", "a" * 25, "a" * 27, "u" * 26, "A" * 26])
def test_other_texts_are_no_identifiers(text: str) -> None:
    assert not codes.is_id(text)


def test_a_code_reads_back_however_it_is_typed() -> None:
    code = codes.new_verification_code()
    assert len(code) * 5 >= 80
    shown = codes.grouped(code)
    assert [len(part) for part in shown.split("-")] == [4, 4, 4, 4]
    for typed in (shown, shown.lower(), shown.replace("-", " "), f" {code}\n"):
        assert codes.ungrouped(typed) == code


def test_signs_that_look_alike_are_the_same() -> None:
    assert codes.ungrouped("Oo iI lL") == "001111"
    assert codes.ungrouped("٣٤-ＡＢ–c\u200e") == "34ABC"
    assert len(codes.new_short_code()) == 8
