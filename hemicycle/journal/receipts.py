"""The same submission twice is stored once.

A form carries a random key (`{% submission %}`), or a client sends an Idempotency-Key.
`@once` stores the key together with what the view does, in one transaction. Sent again,
by an impatient finger or a network that lost the answer, it gets the same answer and
nothing is done. The same key with other content is refused, and the content shown.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from hemicycle.fields.writes import insert, update
from hemicycle.journal.models import Receipt

FIELD = "submission"
TYPED_BY = "typed_by"
TYPED_BY_SALT = "hemicycle.journal.typed-by"
HEADER = "Idempotency-Key"
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_NOT_CONTENT = frozenset({FIELD, TYPED_BY, "csrfmiddlewaretoken"})
_ANSWER = ("Location", "HX-Redirect", "HX-Location")
_DEADLOCK = "40P01"

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
Prepared = TypeVar("Prepared")
View = Callable[Concatenate[R, P], HttpResponseBase]


def new_key() -> str:
    """A key for one submission: 128 random bits."""
    return secrets.token_urlsafe(16)


def key_of(request: HttpRequest) -> str:
    """The key of the submission, "" without a good one: for a view whose answer is
    shown once and kept nowhere, and whose verb is done once by the key itself."""
    receipt = _receipt(request)
    return receipt.key if receipt and _KEY.fullmatch(receipt.key) else ""


def once(view: View[R, P]) -> View[R, P]:
    """Run a POST at most once for its key. Other methods pass untouched.

    All of the view runs in one transaction. A redirect is its success: the receipt is
    kept and answers later copies. Any other answer (a form with errors) leaves no
    receipt, so the corrected form may come under the same key. Two copies at the same
    moment: one waits for the other.

    Without a key the view runs, in a transaction too: a client that wants the promise
    sends one.

    What another request overtook is run once more: it finds what the other has written,
    and refuses in words or answers "not found".
    """

    @wraps(view)
    def run_once(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _run(request, lambda: view(request, *args, **kwargs))

    run_once.is_once = True  # type: ignore[attr-defined]  # a mark, for a test
    return run_once


def once_after(
    prepare: Callable[Concatenate[R, P], Prepared],
) -> Callable[[Callable[Concatenate[R, Prepared, P], HttpResponseBase]], View[R, P]]:
    """`once` for a view with slow reading, which is done before its transaction.

    What `prepare` returns is handed to the view after the request. The transaction
    holds locks for nothing but what the view itself does.
    """

    def decorate(
        view: Callable[Concatenate[R, Prepared, P], HttpResponseBase],
    ) -> View[R, P]:
        @wraps(view)
        def run_once(
            request: R, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            receipt = _receipt(request)
            if receipt and Receipt.objects.filter(pk=receipt.pk).exists():
                return _answer_again(request, receipt)
            prepared = prepare(request, *args, **kwargs)
            return _run(request, lambda: view(request, prepared, *args, **kwargs))

        run_once.is_once = True  # type: ignore[attr-defined]  # a mark, for a test
        return run_once

    return decorate


def _run(
    request: HttpRequest, view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    said = len(_unsaid(request))
    try:
        return _run_in_transaction(request, view)
    except (IntegrityError, ObjectDoesNotExist, OperationalError) as fault:
        if request.method != "POST" or not _is_overtaken(fault):
            raise
    del _unsaid(request)[said:]
    return _run_in_transaction(request, view)


def _is_overtaken(fault: Exception) -> bool:
    """Whether what was read has changed, or two waited for each other."""
    if isinstance(fault, OperationalError):
        return getattr(fault.__cause__, "sqlstate", "") == _DEADLOCK
    return True


def _unsaid(request: HttpRequest) -> list[Any]:
    """The messages for the next page that this request has added."""
    messages = getattr(request, "_messages", None)
    added: list[Any] = [] if messages is None else messages._queued_messages
    return added


def _run_in_transaction(
    request: HttpRequest, view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    receipt = _receipt(request)
    if receipt is None:
        if request.method != "POST":
            return view()
        with transaction.atomic():
            return view()
    if not _KEY.fullmatch(receipt.key):
        return _conflict(request, "bad-key")
    with transaction.atomic():
        # On PostgreSQL a copy waits here until the first one has ended.
        if insert(receipt, unless_there=True):
            response = view()
            _keep_answer(receipt, response)
            return response
    return _answer_again(request, receipt)


def _receipt(request: HttpRequest) -> Receipt | None:
    """Of a submission with a key; None for everything else."""
    key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    if request.method != "POST" or not key:
        return None
    return Receipt(
        key=key,
        who=_who(request),
        path=request.path[:500],
        body=_fingerprint(request),
    )


def _keep_answer(receipt: Receipt, response: HttpResponseBase) -> None:
    headers = {name: response[name] for name in _ANSWER if name in response}
    if not headers:
        receipt.delete()
        return
    receipt.status, receipt.headers = response.status_code, headers
    update(receipt, {"status", "headers"})


def _answer_again(request: HttpRequest, copy: Receipt) -> HttpResponseBase:
    first = Receipt.objects.filter(pk=copy.pk).first()
    if first is None or (first.who, first.path) != (copy.who, copy.path):
        return _conflict(request, "other-place")
    if first.body != copy.body:
        return _conflict(request, "other-content")
    return HttpResponse(status=first.status, headers=first.headers)


def _conflict(request: HttpRequest, why: str) -> HttpResponse:
    """Say in words why nothing was done. What was typed stays, and can be sent anew."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_CONTENT
        for value in values
    ]
    context = {
        "why": why,
        "typed": typed if why == "other-content" else [],
        "had_files": bool(request.FILES),
    }
    response = render(request, "journal/conflict.html", context, status=409)
    response["Cache-Control"] = "private, no-store"
    return response


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"user {user.pk}"
    session = getattr(request, "session", None)
    mark = (session and session.session_key) or request.META.get("CSRF_COOKIE", "")
    return f"visitor {hashlib.sha256(str(mark).encode()).hexdigest()[:32]}"


def _fingerprint(request: HttpRequest) -> str:
    """SHA-256 of what was sent, without the keys; the same however it was encoded."""
    digest = hashlib.sha256()

    def add(part: str | bytes) -> None:
        data = part.encode() if isinstance(part, str) else part
        digest.update(f"{len(data)}:".encode() + data)

    if not request.POST and not request.FILES:
        add(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        if name not in _NOT_CONTENT:
            for value in values:
                add(name)
                add(str(value))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            inner = hashlib.sha256()
            for chunk in file.chunks():
                inner.update(chunk)
            file.seek(0)
            add(name)
            add(file.name or "")
            add(inner.digest())
    return digest.hexdigest()
