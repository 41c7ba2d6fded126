"""What may stand in a cell of names: rubble never becomes a person."""

import pytest

from hemicycle.tables.cells import name_in, person_in, text_in


@pytest.mark.parametrize(
    "cell",
    [
        # Errors of the spreadsheet, dates, numbers, yes and no.
        "#N/A", "#NOMBRE?", "Err:502", "26-Aug-19", "26 août 2019", "1.5E+10", "43703",
        "08:30:00", "TRUE", "faux", "=B2&C2", "1) Ana Silva", "1. Ana Silva",
        # Placeholders, sums, headings again.
        "N/A", "TBC", "n.n.", "xxx", "to be confirmed", "À désigner", "por confirmar",
        "待定", "لاحقا", "Total: 12", "Итого", "Full name",
        # Several people, or several cells.
        "Ana Silva / Bo Li", "Ana Silva & Bo Li", "Ana Silva and Bo Li",
        "Ana\nSilva", "Ana\x0bSilva", "Ana\u2028Silva", "Ana\tSilva", "Ana; Bo",
        "Ana <ana@example.org>", "www.example.org", '"Ana Silva', 'Ana" Silva',
        # Spoilt by an encoding before.
        "JosÃ© PeÃ±a", "Jos\ufffd Pe\ufffda", "Jos? Pe?a", "Ana\x96Maria", "\ue000na",
        "Jos&eacute;", "Jos%C3%A9", "~{MuPcS~}", "Ji+AVkA7Q-",
    ],
)  # fmt: skip
def test_what_is_no_name_of_a_person_is_a_mistake_of_its_row(cell: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        person_in(cell)


@pytest.mark.parametrize(
    "name",
    [
        "Ana Silva", "Silva, Ana", "Ana Silva 3rd", "José Ortega y Gasset", "Bo",
        "D’Angelo O’Brien", "Ana “Nan” Silva", 'Ana "Nan" Silva', "王小明", "أمينة علي",
        "Siti a/p Ramasamy", "Dr. Ana Silva (chair)", "Jean-Luc N’Goran", "Õnne Põld",
        "Katrina Hanse-!Naruseb", "Person 12",
    ],
)  # fmt: skip
def test_names_of_all_kinds_pass(name: str) -> None:
    assert person_in(name) == name


def test_an_organisation_may_hold_what_no_person_does() -> None:
    for name in ("Health & Rights", "Solidarité+", "Youth 2030", "Who Cares?"):
        assert name_in(name) == name
    for damaged in ("FundaciÃ³n Ã‘andÃº", "De?n", "Jos\ufffd"):
        with pytest.raises(ValueError, match="damaged"):
            name_in(damaged)
        with pytest.raises(ValueError, match="damaged"):
            text_in(damaged, most=40)
