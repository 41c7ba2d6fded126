from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from hemicycle.files import actions
from hemicycle.files.models import StoredFile


@require_safe
def download(request: HttpRequest, file_id: str) -> HttpResponse:
    """Hand out a file to the person its link was made for, as a download, uncached."""
    stored = get_object_or_404(StoredFile, pk=file_id)
    assert isinstance(request.user, AbstractBaseUser)
    key = request.GET.get("key", "")
    if not actions.may_open(stored, reader=request.user, key=key):
        raise Http404
    response = HttpResponse(stored.content(), content_type=stored.content_type)
    disposition = content_disposition_header(True, stored.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
