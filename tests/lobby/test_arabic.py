"""One's own page in Arabic."""

import re

import pytest

from hemicycle.delegations.models import Registration
from tests.cast import Cast
from tests.lobby.test_home import page, registered
from tests.people.test_arabic import latin_words

# Words that come from other rooms' catalogues, which are theirs to prove.
OTHERS = re.compile(r'(?s)<span class="state.*?</span>|<time.*?</time>|<dl.*?</dl>')


@pytest.mark.parametrize("state", Registration.State.values)
def test_the_next_step_is_told_in_arabic(cast: Cast, state: str) -> None:
    registered(cast, state, is_adult=True)
    html = page(cast.lin, "/ar/uncsc-2019/lobby/")
    assert '<html lang="ar" dir="rtl">' in html
    (step,) = re.findall(r'(?s)<section class="card">.*?</section>', html)
    assert latin_words(OTHERS.sub("", step)) == []
    headings = re.findall(r"(?s)<h[123].*?</h[123]>", html)
    assert len(headings) >= 5
    assert [word for heading in headings for word in latin_words(heading)] == ["Lin"]
