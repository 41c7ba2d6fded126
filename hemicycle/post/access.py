"""The e-mails that a person may reach."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from hemicycle.post.models import Email
from hemicycle.post.policy import can_resend


def get_email(
    user: object, conference: Any, id: str, *, to_resend: bool = False
) -> Email:
    """One that this person may read and, `to_resend`, put into the outbox again."""
    email = get_object_or_404(Email.objects.visible_to(user, conference), pk=id)
    if to_resend and not can_resend(user, conference):
        raise PermissionDenied
    return email
