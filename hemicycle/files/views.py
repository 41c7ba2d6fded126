from collections.abc import Iterator
from itertools import chain

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hemicycle.files import actions
from hemicycle.files.models import StoredFile
from hemicycle.lib import spreadsheet
from hemicycle.ui.downloads import as_download

# Kinds that no browser runs. Whatever else was stored comes as plain bytes.
OCTETS = "application/octet-stream"
INERT = {
    "application/pdf", "application/zip", "image/png", "image/jpeg", "text/csv",
    spreadsheet.XLSX,
}  # fmt: skip


@require_safe
def download(request: HttpRequest, file_id: str) -> StreamingHttpResponse:
    """Hand out a file to the person its link was made for, as a download, uncached."""
    stored = get_object_or_404(StoredFile, pk=file_id)
    assert isinstance(request.user, AbstractBaseUser)
    key = request.GET.get("key", "")
    if not actions.may_open(stored, reader=request.user, key=key):
        raise Http404
    kind = stored.content_type if stored.content_type in INERT else OCTETS
    response = StreamingHttpResponse(_checked(stored), content_type=kind)
    response["Content-Length"] = str(stored.size)
    return as_download(response, stored.name)


def _checked(stored: StoredFile) -> Iterator[bytes]:
    """Its pieces. A damaged file raises now, not in the middle of the answer."""
    pieces = stored.pieces()
    return chain([next(pieces, b"")], pieces)
