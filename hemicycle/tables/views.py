"""A reader's own views of a list."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hemicycle.journal.receipts import once
from hemicycle.tables import actions
from hemicycle.tables.lists import LISTS
from hemicycle.tables.models import SavedView
from hemicycle.ui.refusals import announced


@require_POST
@once
def save_view(request: HttpRequest, conference: Any, name: str) -> HttpResponse:
    """Keep the list as it was filtered, under a name."""
    declared = LISTS.get(name)
    if declared is None or declared.is_part:
        raise Http404
    asked = declared.read(QueryDict(request.POST.get("query", "")))
    query = asked.query(view="")
    with announced(request):
        view = actions.save_view(
            conference,
            name,
            name=request.POST.get("name", ""),
            query=query,
            actor=request.user,
        )
        messages.success(request, _("View “%(name)s” saved.") % {"name": view.name})
        query = asked.query(view=view.pk)
    return redirect(f"{declared.where(conference)}?{query}")


@require_POST
@once
def remove_view(request: HttpRequest, conference: Any, id: str) -> HttpResponse:
    """Forget one of the reader's own views."""
    own = SavedView.objects.visible_to(request.user, conference)
    view = get_object_or_404(own, pk=id)
    actions.remove_view(view, actor=request.user)
    messages.success(request, _("View “%(name)s” removed.") % {"name": view.name})
    return redirect(LISTS[view.list_name].where(conference))
