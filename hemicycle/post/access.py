"""The e-mails that a person may reach."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from hemicycle.post.models import Email, EmailQuerySet
from hemicycle.post.policy import can_read_all, can_resend


def listed(user: object, conference: Any) -> EmailQuerySet:
    """All e-mails of the conference; 403 for those who read none but their own."""
    if not can_read_all(user, conference):
        raise PermissionDenied
    return Email.objects.visible_to(user, conference)


def get_email(
    user: object, conference: Any, id: str, *, to_resend: bool = False
) -> Email:
    """One that this person may read and, `to_resend`, put into the outbox again."""
    email = get_object_or_404(Email.objects.visible_to(user, conference), pk=id)
    if to_resend and not can_resend(user, conference):
        raise PermissionDenied
    return email
