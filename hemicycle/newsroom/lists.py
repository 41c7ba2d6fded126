"""The list of articles, for those who write and release them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.newsroom import access
from hemicycle.newsroom.models import Article
from hemicycle.newsroom.models.articles import ArticleQuerySet
from hemicycle.newsroom.shown import languages_in_words, state_kind
from hemicycle.tables.lists import Column, Filter, List, View
from hemicycle.texts.models import Wording
from hemicycle.ui.cells import Name, State
from hemicycle.ui.formats import ENDONYMS


def _in_languages(rows: Any, values: list[str], reader: Any) -> Any:
    texts = Wording.objects.filter(language__in=values).values("text")
    return rows.filter(text__in=texts)


ARTICLES = List(
    name="articles",
    title=_("Articles"),
    address="newsroom:index",
    link="newsroom:show",
    columns=[
        Column(
            "title", _("Headline"),
            lambda a: Name(str(a), language=a.text.source), sort="title",
        ),
        Column(
            "state", _("State"),
            lambda a: State(state_kind(a), a.get_state_display()), sort="state",
            width=9,
        ),
        Column("kind", _("Kind"), lambda a: a.kind_and_number, sort="kind", width=10),
        Column(
            "source", _("Source"), lambda a: str(a.source_in_words), sort="source",
            width=14,
        ),
        Column("languages", _("Languages"), languages_in_words, width=14),
        Column(
            "release", _("Release time"), lambda a: a.published_at or a.release_at,
            sort="release_at", width=12, phone="beside",
        ),
        Column(
            "created", _("Started"), lambda a: a.created_at, sort="created_at",
            width=10, is_shown=False,
        ),
    ],
    filters=[
        Filter("state", _("State"), Article.State.choices),
        Filter("kind", _("Kind"), Article.Kind.choices),
        Filter("language", _("Language"), list(ENDONYMS.items()), _in_languages),
    ],
    views=[
        View("open", _("In preparation"), "state=draft&state=in-review"),
        View("approved", _("Approved"), "state=approved&state=scheduled"),
        View("public", _("Published"), "state=published"),
        View("all", _("All")),
    ],
    search=lambda rows, text: rows.matching(text),
    placeholder=_("Words of the headline or the summary"),
    sort="-created",
    load=ArticleQuerySet.with_texts,
    exported=access.listed,
    empty=(_("No articles yet"), _("Start the first one: a headline is enough.")),
)  # fmt: skip
