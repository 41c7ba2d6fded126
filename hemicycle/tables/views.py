"""Saved views of a list: the reader's own, and those that all share."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.journal.receipts import once
from hemicycle.tables import access, actions
from hemicycle.tables.lists import LISTS
from hemicycle.ui.refusals import announced


@require_POST
@once
def save_view(request: HttpRequest, conference: Any, name: str) -> HttpResponse:
    """Keep the list as it was filtered, under a name, for oneself or for all."""
    is_shared = bool(request.POST.get("shared"))
    declared = access.get_list(request.user, conference, name, to_share=is_shared)
    asked = declared.read(QueryDict(request.POST.get("query", "")))
    query = asked.query(view="")
    with announced(request):
        view = actions.save_view(
            conference,
            name,
            name=request.POST.get("name", ""),
            query=query,
            is_shared=is_shared,
            is_default=bool(request.POST.get("default")),
            actor=request.user,
        )
        messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
        query = asked.query(view=view.pk)
    return redirect(f"{declared.where(conference)}?{query}")


@require_POST
@once
def remove_view(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """Forget one of the reader's own views, or a shared one."""
    view = access.get_view_to_remove(request.user, conference, id)
    actions.remove_view(view, actor=request.user)
    messages.success(request, _("View “%(name)s” removed.") % {"name": view.name})
    return redirect(LISTS[view.list_name].where(conference))
