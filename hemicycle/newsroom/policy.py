"""Who may do what here. Pure questions: no request, no side effect."""

from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.policy import Hat, Right
from hemicycle.newsroom.models import Article
from hemicycle.people.models import User
from hemicycle.texts.models import Revision

can_write = Right(
    _("Write, translate, comment on and submit articles"), Hat.PRESS
)  # fmt: skip
can_approve = Right(_("Approve articles that a colleague wrote"), Hat.PRESS)
can_release = Right(
    _("Release approved articles: now, at a chosen time, language by language"),
    Hat.PRESS,
)
can_correct = Right(_("Correct public articles, and add notices to them"), Hat.PRESS)
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
        Revision.objects.filter(
            wording=wording, number=wording.number, by=user
        ).exists()
        for wording in article.wordings
        if wording.language in article.together
    )
