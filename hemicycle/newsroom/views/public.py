"""News as everyone reads it. Only `Publication` rows are read here: what is not public
has none. Each page is made once and kept until something public changes."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemicycle.conferences.models import Conference
from hemicycle.conferences.public_pages import is_public, public
from hemicycle.lib.translated import in_language
from hemicycle.newsroom.languages import address_of, in_a_language, tongues_of
from hemicycle.newsroom.models import Article, Publication
from hemicycle.texts.markdown import to_html
from hemicycle.ui.formats import direction
from hemicycle.ui.paging import page_of

IN_A_FEED = 30
LONGEST_SEARCH = 200


@require_safe
@public("page", "q")
@in_a_language
def index(request: HttpRequest, conference: Conference, language: str) -> HttpResponse:
    """What is public in this language, the newest first."""
    everything = Publication.objects.of_conference(conference)
    rows: QuerySet[Publication] = everything.in_language(language)
    text = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    has_any = bool(text) or rows.exists()
    if text:
        rows = everything.in_language(language).matching(text)
    page = page_of(rows, request.GET.get("page"))
    public_in = set(everything.order_by().values_list("language", flat=True).distinct())
    return render(
        request, "newsroom/news.html",
        {
            "public": is_public(request),
            "conference": conference,
            "language": language,
            "direction": direction(language),
            "page": page,
            "items": [(row, _address(row)) for row in page],
            "text": text,
            "has_any": has_any,
            "tongues": tongues_of(
                public_in, language,
                lambda code: address_of("index", code, conference),
            ),
            "feeds": {
                kind: address_of(kind, language, conference) for kind in ("rss", "atom")
            },
        },
    )  # fmt: skip


@require_safe
@public()
@in_a_language
def article(
    request: HttpRequest, conference: Conference, language: str, id: str
) -> HttpResponse:
    """One article. In a language that it does not have, the nearest there is."""
    publications = _publications(conference, id)
    current = {each.language: each for each in publications if each.is_current}
    shown = current.get(language) or _nearest(publications[0].article, current)
    return _page(request, conference, language, shown, publications)


@require_safe
@public()
@in_a_language
def version(
    request: HttpRequest, conference: Conference, language: str, id: str, number: int
) -> HttpResponse:
    """A version that was public, at an address that stays. Of a withdrawn article
    there is none."""
    publications = _publications(conference, id)
    if publications[0].article.is_withdrawn:
        return redirect(address_of("article", language, conference, id))
    of_it = (
        each
        for each in publications
        if (each.language, each.number) == (language, number)
    )
    if (shown := next(of_it, None)) is None:
        raise Http404
    return _page(request, conference, language, shown, publications)


@require_safe
@public()
@in_a_language
def rss(request: HttpRequest, conference: Conference, language: str) -> HttpResponse:
    return _feed(Rss201rev2Feed, conference, language, "rss")


@require_safe
@public()
@in_a_language
def atom(request: HttpRequest, conference: Conference, language: str) -> HttpResponse:
    return _feed(Atom1Feed, conference, language, "atom")


def _publications(conference: Conference, id: str) -> list[Publication]:
    """Every version of an article that is public or was withdrawn; else 404, as for
    what does not exist."""
    rows = Publication.objects.news().filter(
        article=id,
        article__conference=conference,
        article__state__in=(Article.State.PUBLISHED, Article.State.WITHDRAWN),
    )
    publications = list(
        rows.select_related("article__conference", "article__text", "note").order_by(
            "language", "-number"
        )
    )
    if not publications:
        raise Http404
    return publications


def _nearest(article: Article, current: dict[str, Publication]) -> Publication:
    """The source of what is public, or the first of it."""
    return current.get(article.text.source) or next(iter(current.values()))


def _page(
    request: HttpRequest,
    conference: Conference,
    language: str,
    shown: Publication,
    publications: list[Publication],
) -> HttpResponse:
    article = shown.article
    is_gone = article.is_withdrawn
    current = {each.language: each for each in publications if each.is_current}
    versions = [each for each in publications if each.language == shown.language]
    replaced_by = {each.note_id: each for each in versions if each.note_id}
    notes = [
        {
            "note": note,
            "words": in_language(note.words, shown.language),
            "before": _version_address(before, conference)
            if (before := _before(replaced_by.get(note.pk), versions)) and not is_gone
            else "",
        }
        for note in article.notes.all()
    ]
    own = address_of("article", shown.language, conference, article.pk)
    same = Publication.objects.of_conference(conference).in_language(shown.language)
    return render(
        request, "newsroom/public_article.html",
        {
            "public": is_public(request),
            "conference": conference,
            "article": article,
            "version": shown,
            "language": shown.language,
            "direction": direction(shown.language),
            "is_elsewhere": shown.language != language,
            "is_gone": is_gone,
            "why_gone": in_language(article.withdrawn_why, shown.language),
            "is_superseded": not shown.is_current,
            "own": own,
            "site": settings.URL,
            "body": "" if is_gone else to_html(shown.body),
            "notes": notes,
            "changed_at": versions[0].at if len(versions) > 1 else None,
            "source_changed_at": _source_changed_at(shown, current),
            "versions": []
            if is_gone
            else [(each, _version_address(each, conference)) for each in versions],
            "tongues": tongues_of(
                current, shown.language,
                lambda code: address_of("article", code, conference, article.pk),
            ),
            "source_address": address_of(
                "article", article.text.source, conference, article.pk
            ),
            "feeds": {
                kind: address_of(kind, shown.language, conference)
                for kind in ("rss", "atom")
            },
            "news": address_of("index", shown.language, conference),
            "newer_text": _address_or_none(
                same.filter(article__updates=article).order_by("article__published_at")
            ),
            "older_text": _address_or_none(same.filter(article=article.updates_id)),
            "previous": _address_or_none(
                same.filter(article__published_at__lt=article.published_at)
            ),
            "next": _address_or_none(
                same.filter(article__published_at__gt=article.published_at).order_by(
                    "article__published_at", "article__pk"
                )
            ),
        },
    )  # fmt: skip


def _source_changed_at(
    shown: Publication, current: dict[str, Publication]
) -> datetime | None:
    """When the public source was changed after this translation, if it was."""
    source = current.get(shown.article.text.source)
    if source is None or not shown.is_current:
        return None
    return source.at if source.at > shown.at and source.number > 1 else None


def _before(
    after: Publication | None, versions: list[Publication]
) -> Publication | None:
    """The version that this one replaced."""
    if after is None:
        return None
    return next((each for each in versions if each.number == after.number - 1), None)


def _address(row: Publication) -> str:
    conference = row.article.conference
    return address_of("article", row.language, conference, row.article_id)


def _version_address(row: Publication, conference: Conference) -> str:
    return address_of("version", row.language, conference, row.article_id, row.number)


def _address_or_none(
    rows: QuerySet[Publication],
) -> tuple[Publication, str] | None:
    row = rows.first()
    return (row, _address(row)) if row else None


def _feed(
    kind: type[Rss201rev2Feed | Atom1Feed],
    conference: Conference,
    language: str,
    name: str,
) -> HttpResponse:
    """The newest articles in this language: headline, summary, when, and by whom."""
    news = settings.URL + address_of("index", language, conference)
    feed = kind(
        title=_("News: %(conference)s")
        % {"conference": in_language(conference.name, language)},
        link=news,
        description=in_language(conference.theme, language),
        language=language,
        feed_url=settings.URL + address_of(name, language, conference),
    )
    rows = Publication.objects.of_conference(conference).in_language(language)
    for row in rows[:IN_A_FEED]:
        address = settings.URL + _address(row)
        feed.add_item(
            title=row.title,
            link=address,
            description=row.summary,
            unique_id=address,
            pubdate=row.article.published_at,
            updateddate=row.at,
            author_name=str(row.article.source_in_words),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=kind.content_type)
