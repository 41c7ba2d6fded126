"""Everyone may read these: what they say, and that nobody's session is in them."""

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hemicycle.conferences import actions
from hemicycle.conferences.models import Notice, Window
from hemicycle.conferences.public_pages import PublicPages, public
from hemicycle.delegations.models import Registration
from hemicycle.lib import clock
from hemicycle.programme.models import Appearance, Session
from hemicycle.statistics import actions as counting
from hemicycle.statistics import publishing
from tests.cast import OPENING_MORNING, Cast, make_conference, make_registration
from tests.conftest import sign_in

HOME = "/en/uncsc-2019/"
PAGES = ["home", "programme", "figures", "privacy"]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def make_session(cast: Cast, **kw: object) -> Session:
    fields = {"title": {"en": "Opening plenary"}, "kind": "plenary"} | kw
    return Session.objects.create(conference=cast.conference, **fields)


def test_the_home_page_says_what_when_where_and_what_next(
    client: Client, cast: Cast
) -> None:
    make_session(
        cast,
        date=OPENING_MORNING.date(),
        starts_at=datetime(2019, 8, 26, 15, 30, tzinfo=UTC),
    )
    html = client.get(HOME).content.decode()
    for words in (
        "Building Inclusive and Sustainable Cities and Communities",
        "26 to 28 August 2019",
        "Salt Lake City",
        "Department of Global Communications",
        "Opening plenary",
        ">09:30<",  # in Salt Lake City, not in UTC
        "until <time",
        "MDT",
        reverse("delegations:register", args=["uncsc-2019"]),
    ):
        assert words in html
    assert "09:30 UTC" not in html


def test_after_the_deadline_nobody_is_asked_to_register(
    client: Client, cast: Cast
) -> None:
    Window.objects.filter(kind="nomination").update(
        closes_at=OPENING_MORNING - timedelta(hours=1)
    )
    html = client.get(HOME).content.decode()
    assert reverse("delegations:register", args=["uncsc-2019"]) not in html
    assert ">Closed<" in html


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_are_small_and_say_what_is_not_known(
    client: Client, cast: Cast, page: str, language: str
) -> None:
    for n in range(24):
        make_session(cast, title={"en": f"Session {n}"}, kind="workshop")
    path = reverse(f"website:{page}", args=["uncsc-2019"])
    response = client.get(path.replace("/en/", f"/{language}/"))
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= 20_000


def test_what_is_not_known_is_said_and_not_invented(client: Client, cast: Cast) -> None:
    make_session(cast, sources=["https://press.un.org/en/2019/ngo897.doc.htm"])
    html = client.get("/en/uncsc-2019/programme/").content.decode()
    assert "Day to be confirmed" in html
    assert "time to be confirmed" in html
    assert 'href="https://press.un.org/en/2019/ngo897.doc.htm"' in html


@pytest.mark.parametrize(
    ("today", "order"),
    [
        (25, ["2019-08-26", "2019-08-27", "unknown"]),
        (27, ["2019-08-27", "unknown", "2019-08-26"]),
        (29, ["2019-08-26", "2019-08-27", "unknown"]),
    ],
)
def test_the_programme_leads_to_its_days_and_begins_with_today(
    client: Client, cast: Cast, today: int, order: list[str]
) -> None:
    for day in (26, 27, None):
        make_session(cast, date=day and OPENING_MORNING.date().replace(day=day))
    with clock.frozen(OPENING_MORNING.replace(day=today)):
        html = client.get("/en/uncsc-2019/programme/").content.decode()
    assert re.findall(r'<a href="#day-([\w-]+)">', html) == [
        "2019-08-26", "2019-08-27", "unknown",
    ]  # fmt: skip
    assert re.findall(r'<h2 id="day-([\w-]+)">', html) == order
    assert html.count("· today") == (2 if today == 27 else 0)


def test_a_programme_of_one_day_needs_no_links(client: Client, cast: Cast) -> None:
    make_session(cast)
    assert 'href="#day' not in client.get("/en/uncsc-2019/programme/").content.decode()


def test_a_source_that_is_no_web_address_is_no_link(client: Client, cast: Cast) -> None:
    make_session(cast, sources=["javascript:alert(1)"])
    html = client.get("/en/uncsc-2019/programme/").content.decode()
    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html


def test_figures_carry_definition_source_and_time(client: Client, cast: Cast) -> None:
    page = "/en/uncsc-2019/figures/"
    assert "No figures have been published yet" in client.get(page).content.decode()
    for number in range(6):
        make_registration(
            delegation=cast.delegation,
            full_name=f"P {number}",
            state=Registration.State.APPROVED,
            nationality="TN",
        )
    assert "approved" not in client.get(HOME).content.decode().lower()
    seen = publishing.prepare(cast.conference, "interim").fingerprint
    counting.publish(cast.conference, kind="interim", seen=seen, actor=cast.clara)
    html = client.get(page).content.decode()
    assert "representatives approved" in html.lower()
    assert "07:30" in html
    assert "registrations of this conference" in html
    assert "Arrived" not in html
    for name in ("approved-region-nationality", "approved-country-nationality"):
        drawing = client.get(f"{page}{name}.svg")
        assert drawing.headers["Content-Type"] == "image/svg+xml"
        assert b"<title" in drawing.content
        assert "Tunisia,6" in client.get(f"{page}{name}.csv").content.decode() or (
            "Africa,6" in client.get(f"{page}{name}.csv").content.decode()
        )
    assert client.get(f"{page}arrived-category.csv").status_code == 404
    assert client.get(f"{page}approved-total.csv").status_code == 404


def test_the_privacy_page_names_controllers_and_the_notices_in_force(
    client: Client, cast: Cast
) -> None:
    Notice.objects.create(
        conference=cast.conference,
        kind="privacy",
        version=2,
        text={"en": "The second text."},
        published_at=OPENING_MORNING,
    )
    Notice.objects.create(
        conference=cast.conference,
        kind="privacy",
        version=3,
        text={"en": "Only a draft."},
    )
    html = client.get("/en/uncsc-2019/privacy/").content.decode()
    assert "Department of Global Communications" in html
    assert "The second text." in html
    assert "The text about privacy." not in html
    assert "Only a draft." not in html


def test_nobody_sees_a_conference_that_is_not_published(
    client: Client, cast: Cast
) -> None:
    assert client.get(HOME).status_code == 200  # and is kept
    actions.unpublish(cast.conference, actor=cast.clara)
    assert client.get(HOME).status_code == 404
    assert sign_in(client, cast.eve).get(HOME).status_code == 404
    assert sign_in(client, cast.clara).get(HOME).status_code == 200


def test_the_front_page_leads_to_the_only_conference(
    client: Client, cast: Cast
) -> None:
    assert client.get("/en/").headers["Location"] == HOME
    response = client.get("/", headers={"accept-language": "ar"})
    assert response.headers["Location"] == "/ar/"
    assert "Accept-Language" in response.headers["Vary"]


def test_the_front_page_lists_what_one_may_see(client: Client, cast: Cast) -> None:
    make_conference(slug="other-2020", name={"en": "Another one"})
    make_conference(slug="secret-2021", name={"en": "Secret"}, is_published=False)
    html = client.get("/en/").content.decode()
    assert "Another one" in html
    assert "68th United Nations Civil Society Conference" in html
    assert "Secret" not in html
    assert "Secret" not in sign_in(client, cast.clara).get("/en/").content.decode()


def test_without_conferences_the_front_page_says_so(client: Client, db: None) -> None:
    html = client.get("/en/").content.decode()
    assert "No conferences published yet" in html


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("rows", [1, 3])
def test_public_pages_cost_the_same_for_one_or_three(
    client: Client,
    cast: Cast,
    page: str,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        session = make_session(cast, title={"en": f"Session {n}"})
        Appearance.objects.create(session=session, guest=f"Guest {n}", role="speaker")
        make_registration(
            delegation=cast.delegation, full_name=f"P {n}", state="approved"
        )
    path = reverse(f"website:{page}", args=["uncsc-2019"])
    counting.take(cast.conference, actor=None)
    cache.clear()
    expected = {"home": 9, "programme": 4, "figures": 4, "privacy": 4}[page]
    with django_assert_num_queries(expected):
        assert client.get(path).status_code == 200


# -- The cache -------------------------------------------------------------------------


def test_the_second_reader_gets_the_kept_page_for_one_query(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(HOME)
    with django_assert_num_queries(1):
        second = Client().get(HOME)
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Content-Security-Policy"]


def test_a_public_page_bears_no_cookie_no_token_and_no_name(
    client: Client, cast: Cast
) -> None:
    for _time in range(2):
        response = client.get(HOME)
        assert response.cookies == {}
        assert b"csrfmiddlewaretoken" not in response.content
        assert response.headers["Cache-Control"] == "public, no-cache"
        vary = set(response.headers["Vary"].split(", "))
        assert vary == {"Accept-Encoding", "Cookie"}


def test_with_a_session_the_page_is_private_and_its_own(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    own = client.get(HOME)
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in own.headers
    assert b"Amina" in own.content
    public = Client().get(HOME)
    assert b"Amina" not in public.content
    assert b"Amina" in client.get(HOME).content


def test_two_people_through_a_shared_cache_get_nothing_of_each_other(
    cast: Cast,
) -> None:
    """A cache between readers keeps what may be kept, by address and by Vary."""
    people = [sign_in(Client(), cast.amina), sign_in(Client(), cast.lin), Client()]
    names = [b"Amina", b"Lin", b"\0"]
    kept: dict[tuple[str, str], bytes] = {}
    for _round in range(3):
        for person, name in zip(people, names, strict=True):
            cookies = person.cookies.output()
            for path in (HOME, f"{HOME}programme/", f"{HOME}figures/", "/en/"):
                body = kept.get((path, cookies))
                if body is None:
                    response = person.get(path)
                    body = response.content
                    if "no-store" not in response.headers["Cache-Control"]:
                        assert "Cookie" in response.headers["Vary"]
                        kept[path, cookies] = body
                for other in names:
                    assert other == name or other not in body
    assert {cookies for _path, cookies in kept} == {""}


def test_an_unchanged_page_is_a_304_without_a_body(client: Client, cast: Cast) -> None:
    etag = client.get(HOME).headers["ETag"]
    again = client.get(HOME, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag
    other = client.get(HOME, headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_a_change_is_public_at_once(client: Client, cast: Cast) -> None:
    client.get(HOME)
    cast.conference.theme = {"en": "Another theme"}
    actions.describe(cast.conference, actor=cast.clara)
    assert b"Another theme" in client.get(HOME).content


def test_a_page_is_kept_for_a_minute(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(HOME)
    with (
        clock.frozen(OPENING_MORNING + timedelta(seconds=59)),
        django_assert_num_queries(1),
    ):
        client.get(HOME)
    for moved in (timedelta(seconds=61), -timedelta(days=1)):
        with (
            clock.frozen(OPENING_MORNING + moved),
            CaptureQueriesContext(connection) as queries,
        ):
            client.get(HOME)
        assert len(queries) > 1


def test_unknown_words_in_the_query_string_get_the_kept_page(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(f"{HOME}?x=needle")
    assert b"needle" not in first.content
    with django_assert_num_queries(1):
        second = client.get(f"{HOME}?utm_source=other")
    assert second.content == first.content
    assert client.get(HOME).headers["ETag"] == first.headers["ETag"]


def test_a_word_that_changes_the_page_is_never_answered_from_what_is_kept(
    cast: Cast, rf: RequestFactory
) -> None:
    made = []

    @public("page")
    def view(request: HttpRequest) -> HttpResponse:
        made.append(request.GET.get("page", ""))
        request.conference = cast.conference  # type: ignore[attr-defined]
        return HttpResponse(made[-1])

    site = PublicPages(view)
    for query in ("page=2&x=1", "x=1", "page=3", "x=2", "page=2"):
        site(rf.get(f"/en/somewhere/?{query}"))
    assert made == ["2", "", "3", "2"]


def test_a_zipped_page_is_the_same_page(client: Client, cast: Cast) -> None:
    # The zipped one first: what is kept must not be compressed by somebody else.
    zipped = client.get(HOME, headers={"accept-encoding": "gzip, br"})
    plain = client.get(HOME)
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["Content-Length"] == str(len(zipped.content))


def test_a_forged_host_is_refused_from_the_cache_too(
    client: Client, cast: Cast
) -> None:
    client.get(HOME)
    assert client.get(HOME, headers={"host": "evil.example"}).status_code == 400


def test_head_answers_without_a_body(client: Client, cast: Cast) -> None:
    length = len(client.get(HOME).content)
    response = client.head(HOME)
    assert response.headers["Content-Length"] == str(length)
    assert response.content == b""
