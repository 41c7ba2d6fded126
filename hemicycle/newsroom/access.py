"""The articles that a person may reach: conferences/access.py."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from hemicycle.conferences.access import demand_of_staff
from hemicycle.conferences.models import Conference
from hemicycle.lib.states import Verb
from hemicycle.newsroom.models import Article, NamedPerson, Statement
from hemicycle.newsroom.models.articles import ArticleQuerySet
from hemicycle.newsroom.models.people import NamedPersonQuerySet, StatementQuerySet
from hemicycle.newsroom.policy import can_keep_the_record, can_write
from hemicycle.people.models import User
from hemicycle.texts.models import Wording


def demand_newsroom(user: object, conference: Conference) -> None:
    demand_of_staff(can_write, user, conference)


def listed(user: User, conference: Conference) -> ArticleQuerySet:
    """All articles, for those who write and release them."""
    demand_newsroom(user, conference)
    return Article.objects.visible_to(user, conference).with_title()


def listed_people(user: User, conference: Conference) -> NamedPersonQuerySet:
    """All who are on record, for those who keep it."""
    demand_record_keeper(user, conference)
    return NamedPerson.objects.visible_to(user, conference)


def listed_statements(user: User, conference: Conference) -> StatementQuerySet:
    """All that are on file, for those who keep the record."""
    demand_record_keeper(user, conference)
    return Statement.objects.visible_to(user, conference)


def get_article(
    user: User, conference: Conference, id: str, verb: Verb | None = None
) -> Article:
    """With its texts. 403 for colleagues of other rooms, and where this person may
    never do the verb to it."""
    demand_newsroom(user, conference)
    visible = Article.objects.visible_to(user, conference)
    article: Article = get_object_or_404(visible.with_texts(), pk=id)
    if verb and not verb.may(user, article):
        raise PermissionDenied
    return article


def get_wording(article: Article, language: str) -> Wording:
    """Of this article; 404 where it has no such language."""
    wording = article.wording(language)
    if wording is None:
        raise Http404
    wording.text = article.text
    return wording


def demand_record_keeper(user: object, conference: Conference) -> None:
    demand_of_staff(can_keep_the_record, user, conference)


def get_person(user: User, conference: Conference, id: str) -> NamedPerson:
    """Whose names and offices are kept."""
    demand_record_keeper(user, conference)
    visible = NamedPerson.objects.visible_to(user, conference)
    person: NamedPerson = get_object_or_404(visible, pk=id)
    person.conference = conference
    return person


def get_statement(user: User, conference: Conference, id: str) -> Statement:
    demand_record_keeper(user, conference)
    visible = Statement.objects.visible_to(user, conference)
    statement: Statement = get_object_or_404(visible, pk=id)
    statement.conference = conference
    return statement
