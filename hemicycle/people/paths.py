"""Where a page may lead on to: this site and nowhere else."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def own_path(text: str | None) -> str:
    """The text if it is a path of this site, else nothing."""
    if not text or len(text) > LONGEST or not text.startswith("/"):
        return ""
    if not text.isprintable() or "\\" in text:
        return ""
    return text if url_has_allowed_host_and_scheme(text, allowed_hosts=None) else ""


def onward(request: HttpRequest) -> str:
    """The path that `next` in the address names, or nothing."""
    return own_path(request.GET.get("next"))
