"""The pages of the site as everyone reads them. One that is not public is not there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hemicycle.conferences.models import Conference
from hemicycle.conferences.public_pages import is_public, public
from hemicycle.newsroom.languages import address_of, in_a_language, tongues_of
from hemicycle.newsroom.models import Publication
from hemicycle.newsroom.places import public_places
from hemicycle.texts.markdown import to_html
from hemicycle.ui.formats import direction


@require_safe
@public()
@in_a_language
def page(
    request: HttpRequest, conference: Conference, language: str, place: str
) -> HttpResponse:
    """In a language that it does not have, its source."""
    rows = Publication.objects.pages_of(conference).filter(article__place=place)
    current = {each.language: each for each in rows.select_related("article__text")}
    if not current:
        raise Http404
    any_of_it = next(iter(current.values()))
    source = current.get(any_of_it.article.text.source, any_of_it)
    shown = current.get(language, source)
    return render(
        request, "website/page.html",
        {
            "public": is_public(request),
            "conference": conference,
            "version": shown,
            "language": shown.language,
            "direction": direction(shown.language),
            "is_elsewhere": shown.language != language,
            "body": to_html(shown.body),
            "places": [
                (each, address_of("page", language, conference, each, room="pages"))
                for each in public_places(conference)
            ],
            "place": place,
            "tongues": tongues_of(
                current, shown.language,
                lambda code: address_of("page", code, conference, place, room="pages"),
            ),
        },
    )  # fmt: skip
