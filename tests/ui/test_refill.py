"""A finished page whose form gets back what was typed."""

from hemicycle.ui.refill import refilled

PAGE = """<header><form method="post" action="/language">
<input name="text"></form></header>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="fresh">
<input type="hidden" name="as_read" value="now">
<input name="text" value="old" disabled>
<input name="two" value="a"><input name="two" value="b">
<input type="checkbox" name="tick" checked>
<input type="radio" name="r" value="1" checked>
<input type="radio" name="r" value="2"><input type="file" name="photo">
<select name="s"><option value="">-</option><option value="x" selected>X</option>
<option value="y">Y</option></select>
<textarea name="area">
old</textarea><button name="do" value="save">Save</button></form>"""


def test_every_kind_of_input_gets_its_value() -> None:
    html = refilled(
        PAGE,
        {
            "text": ['"<b>'],
            "two": ["c", "d"],
            "r": ["2"],
            "s": ["y"],
            "area": ["a\n</textarea>"],
            "as_read": ["then"],
        },
        page="/page",
        action="/page",
    )
    assert html is not None
    assert 'name="csrfmiddlewaretoken" value="fresh"' in html
    assert '<input type="hidden" name="as_read" value="then">' in html
    assert '<input name="text" disabled value="&quot;&lt;b&gt;">' in html
    assert '<input name="two" value="c"><input name="two" value="d">' in html
    assert '<input type="checkbox" name="tick">' in html
    assert '<input type="radio" name="r" value="1">' in html
    assert '<input type="radio" name="r" value="2" checked>' in html
    assert '<option value="x">' in html
    assert '<option value="y" selected>' in html
    assert "\na\n&lt;/textarea&gt;</textarea>" in html
    assert '<form method="post" action="/language">\n<input name="text">' in html


def test_the_form_is_known_by_where_it_posts_to() -> None:
    html = refilled(PAGE, {"text": ["new"]}, page="/page", action="/language")
    assert html is not None
    assert '<input name="text" value="new"></form></header>' in html
    assert 'name="text" value="old"' in html


def test_what_has_no_input_is_not_lost_in_silence() -> None:
    assert refilled(PAGE, {"gone": ["x"]}, page="/page", action="/page") is None
    assert refilled(PAGE, {"text": ["x"]}, page="/page", action="/other") is None
    assert refilled(PAGE, {"gone": [""]}, page="/page", action="/page") is not None
