"""The pages of the site: where they stand, and which of them are public."""

from django.core.cache import cache
from django.urls.converters import StringConverter

from hemicycle.conferences.models import Conference
from hemicycle.conferences.public_pages import moment_epoch
from hemicycle.newsroom.models import Article, Publication

SECONDS = 60


class PlaceInAddress(StringConverter):
    """In an address: a page of the site."""

    regex = "|".join(Article.Place.values)


def public_places(conference: Conference) -> list[Article.Place]:
    """Those that have a public page, in our order. Kept until something public of the
    conference changes: the bar of every page asks."""
    key = f"places:{moment_epoch()}:{conference.pk}:{conference.publication}"
    places = cache.get(key)
    if places is None:
        rows = Publication.objects.pages_of(conference).order_by()
        places = set(rows.values_list("article__place", flat=True))
        cache.set(key, places, SECONDS)
    return [place for place in Article.Place if place in places]
