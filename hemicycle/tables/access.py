"""What a person may keep of a list, and forget."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from hemicycle.tables.lists import LISTS, List
from hemicycle.tables.models import SavedView


def get_list(user: Any, conference: Any, name: str, *, to_share: bool) -> List:
    """The list by its name, to save a view of it: for oneself, or for all who see it.

    Raises Http404, PermissionDenied.
    """
    declared = LISTS.get(name)
    if declared is None or declared.is_part:
        raise Http404
    if to_share and not declared.may_share(user, conference):
        raise PermissionDenied
    return declared


def get_view_to_remove(user: Any, conference: Any, key: str) -> SavedView:
    """One of the person's own, or a shared one where they may share. Raises Http404."""
    view = get_object_or_404(SavedView, conference=conference, pk=key)
    if not LISTS[view.list_name].may_remove(view, user, conference):
        raise Http404
    return view
