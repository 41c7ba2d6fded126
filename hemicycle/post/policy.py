"""Who may read the outbox and send an e-mail again."""

from django.db import models

from hemicycle.post.models import reads_all


def can_read_all(user: object, conference: models.Model) -> bool:
    """The chief and the registrars, codes masked."""
    return reads_all(user, conference)


def can_resend(user: object, conference: models.Model) -> bool:
    """Whoever may read all."""
    return reads_all(user, conference)
