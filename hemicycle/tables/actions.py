"""Keeping a view of a list, and forgetting it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.journal.actions import record
from hemicycle.tables.journal import Happened
from hemicycle.tables.models import SavedView

MOST = 12


@transaction.atomic
def save_view(
    conference: Any,
    list_name: str,
    *,
    name: str,
    query: str,
    is_shared: bool = False,
    is_default: bool = False,
    actor: Any,
) -> SavedView:
    """Keep filters, order and columns of a list under a name, for its reader alone or
    for all who see the list. A default one opens the list, instead of an earlier one.

    Raises ValidationError: code "too-many" beyond twelve views of one list; on the
    name, "unique_together" for a name that is taken and "blank" for none.
    """
    reread_locked(actor)
    own = SavedView.objects.visible_to(actor, conference).filter(list_name=list_name)
    if own.count() >= MOST:
        raise ValidationError(
            _("You have %(most)s views of this list. Remove one first.")
            % {"most": MOST},
            code="too-many",
        )
    view = SavedView(
        user=actor,
        conference=conference,
        list_name=list_name,
        name=name.strip(),
        query=query,
        is_shared=is_shared,
        is_default=is_default,
    )
    if is_default:
        own.filter(is_default=True).update(is_default=False)
    save_checked(view)
    record(
        conference,
        Happened.SAVED_VIEW,
        view,
        actor=actor,
        list=list_name,
        is_shared=is_shared,
    )
    return view


@transaction.atomic
def remove_view(view: SavedView, *, actor: Any) -> None:
    """Forget a saved view. The rows it showed stay as they are."""
    record(
        view.conference, Happened.REMOVED_VIEW, view, actor=actor, list=view.list_name
    )
    view.delete()
