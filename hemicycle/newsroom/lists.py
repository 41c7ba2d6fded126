"""The lists of articles, of people named in them, and of statements on file."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.newsroom import access
from hemicycle.newsroom.models import Article, Spelling
from hemicycle.newsroom.models.articles import ArticleQuerySet
from hemicycle.newsroom.models.people import NamedPersonQuerySet
from hemicycle.newsroom.shown import languages_in_words, state_kind
from hemicycle.tables.lists import Column, Filter, List, View, in_columns
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


def _found(rows: Any, text: str) -> Any:
    """In any of the spellings."""
    spelled = Spelling.objects.filter(text__icontains=text).values("person")
    return rows.filter(Q(full_name__icontains=text) | Q(pk__in=spelled))


PEOPLE = List(
    name="named-people",
    title=_("People named in texts"),
    address="newsroom:people",
    link="newsroom:person",
    columns=[
        Column("name", _("Name"), lambda p: Name(p.full_name), sort="full_name"),
        Column(
            "spellings", _("Spellings"), lambda p: [str(s) for s in p.spellings.all()]
        ),
        Column("offices", _("Offices"), lambda p: [str(o) for o in p.offices.all()]),
        Column("source", _("Source"), lambda p: p.source, width=14, is_shown=False),
    ],
    search=_found,
    placeholder=_("Any spelling"),
    sort="name",
    exported=access.listed_people,
    load=NamedPersonQuerySet.with_facts,
    is_journaled=True,
    empty=(
        _("No people on record yet"),
        _("Add those whom texts name: their spellings and offices are then checked."),
    ),
)  # fmt: skip

STATEMENTS = List(
    name="statements",
    title=_("Statements on file"),
    address="newsroom:statements",
    link="newsroom:statement",
    columns=[
        Column("title", _("Statement"), lambda s: Name(s.title), sort="title"),
        Column(
            "speaker", _("From"), lambda s: str(s.speaker), sort="speaker__full_name",
            width=14,
        ),
        Column("office", _("Office"), lambda s: s.office, width=14),
        Column(
            "date", _("Date"), lambda s: s.made_on, sort="made_on", width=9,
            phone="beside",
        ),
        Column(
            "text", _("Text"),
            lambda s: ENDONYMS.get(s.language, s.language) if s.text
            else State("plain", _("without its words")),
            width=10,
        ),
    ],
    filters=[Filter("language", _("Language"), list(ENDONYMS.items()))],
    search=in_columns("title", "text", "speaker__full_name"),
    placeholder=_("Title, speaker or words"),
    sort="-date",
    exported=access.listed_statements,
    load=lambda rows: rows.select_related("speaker"),
    is_journaled=True,
    empty=(
        _("No statements on file yet"),
        _("File a message or a speech: quotations are then checked against its words."),
    ),
)  # fmt: skip
