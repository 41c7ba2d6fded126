"""Who may do what here. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Hat, Right
from hemicycle.newsroom.models import Article
from hemicycle.people.models import User
from hemicycle.texts.models import Revision, Wording

can_write = Right(
    _("Write, translate, comment on and submit articles"), Hat.PRESS
)  # fmt: skip
can_approve = Right(_("Approve articles that a colleague wrote"), Hat.PRESS)
can_release = Right(
    _("Release approved articles: now, at a chosen time, language by language"),
    Hat.PRESS,
)
can_correct = Right(_("Correct public articles, and add notices to them"), Hat.PRESS)
can_keep_the_record = Right(
    _("Keep the names, offices and statements that texts are checked against"),
    Hat.PRESS,
)
can_withdraw = Right(_("Withdraw public articles"), Hat.PRESS)


def can_approve_it(user: object, article: Article) -> bool:
    """Who neither submitted it nor wrote what any of its languages says last."""
    return (
        isinstance(user, User)
        and can_approve.on(user, article)
        and article.submitted_by_id != user.pk
        and not _wrote_last(user, article)
    )


def _wrote_last(user: User, article: Article) -> bool:
    return any(
        wrote_last(user, wording)
        for wording in article.wordings
        if wording.language in article.together
    )


def wrote_last(user: User, wording: Wording) -> bool:
    """Whether what the text says now is of this person's hand."""
    newest = Revision.objects.filter(wording=wording, number=wording.number)
    return newest.filter(by=user).exists()


def can_correct_it(user: object, article: Article) -> bool:
    """What was news is corrected in the open; a page is kept current."""
    return not article.is_page and can_correct.on(user, article)


def can_reissue_it(user: object, article: Article) -> bool:
    return article.is_page and can_release.on(user, article)
