"""What search engines may know of: the public pages of public conferences."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from hemicycle.conferences.models import Conference
from hemicycle.newsroom.languages import address_of
from hemicycle.newsroom.models import Publication

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    "website:home", "website:programme", "news:index", "website:figures",
    "website:contact",
)  # fmt: skip
MOST = 40_000
"""A sitemap may have 50,000 addresses; the newest news are named first."""


@require_safe
@login_not_required
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in each language it has; news with their last change."""
    root = Element("urlset", xmlns=NAMESPACE)
    for address, changed in _pages():
        page = SubElement(root, "url")
        SubElement(page, "loc").text = settings.URL + address
        if changed:
            SubElement(page, "lastmod").text = changed
    text = tostring(root, encoding="utf-8", xml_declaration=True)
    response = HttpResponse(text, content_type="application/xml")
    response["Cache-Control"] = "no-store"
    return response


def _pages() -> Iterator[tuple[str, str]]:
    for conference in Conference.objects.filter(is_published=True).order_by("slug"):
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                for name in PAGES:
                    yield reverse(name, args=[conference.slug]), ""
    rows = Publication.objects.public()
    for row in rows[:MOST].iterator():
        yield _address(row), row.at.isoformat()


def _address(row: Publication) -> str:
    article = row.article
    if article.is_page:
        return address_of(
            "page", row.language, article.conference, article.place, room="pages"
        )
    return address_of("article", row.language, article.conference, article.pk)
