"""Addresses without a language: is it alive, may it be searched, whom to tell about a
hole, and the short links that letters bear."""

import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hemicycle.jobs.models import Process
from hemicycle.journal import keys
from hemicycle.lib import clock, json_input, outages
from hemicycle.lib.outages import Outage
from hemicycle.people.actions import hash_of
from hemicycle.people.models import Link
from hemicycle.post.models import MailServer

log = logging.getLogger(__name__)

LONGEST_REPORT = 16 * 1024
REPORTS_A_MINUTE = 20
TOLD = ("document-uri", "effective-directive", "violated-directive", "blocked-uri")


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of anybody else."""
    return _plain("ok\n")


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this process can serve; else 503, and in one word what is wrong:
    "database", "migrations" or "keys".

    Lines after "ok" are for people to be told, and no 503, for the web itself can
    serve: "late: jobs" names a process beside the web that has not shown itself for two
    minutes, "mail: away" a mail server that accepts nothing.
    """
    try:
        if _migrations_to_do():
            return _plain("migrations\n", 503)
        if keys.missing():
            return _plain("keys\n", 503)
        lines = ["ok"]
        if late := [process.name for process in Process.objects.late()]:
            lines.append(f"late: {', '.join(late)}")
        if trouble := MailServer.read().trouble:
            lines.append(f"mail: {trouble}")
    except DatabaseError as error:
        outages.say(outages.outage_in(error) or Outage.DATABASE, error)
        return _plain("database\n", 503)
    return _plain("\n".join(lines) + "\n")


class Probes:
    """Middleware: answers probes before any other asks for whom and how they came.

    A balancer asks by address, without TLS and without our host name.
    """

    VIEWS: ClassVar = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.VIEWS.get(request.path_info)
        return (view or self.get_response)(request)


def _migrations_to_do() -> bool:
    """Looked up until it is done once: the plan takes a tenth of a second to make."""
    database = str(connection.settings_dict["NAME"])
    if database not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return True
        _migrated.add(database)
    return False


_migrated: set[str] = set()


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration is kept out of every index; of a real site only public pages."""
    if settings.IS_DEMO:
        return _plain("User-agent: *\nDisallow: /\n")
    return _plain(
        "User-agent: *\nDisallow: /l/\nDisallow: /v/\n"
        + "".join(f"Disallow: /{code}/account/\n" for code, _name in settings.LANGUAGES)
        + f"Sitemap: {settings.URL}/sitemap.xml\n"
    )


@require_safe
@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a hole."""
    until = clock.real_now() + timedelta(days=180)
    return _plain(
        f"Contact: mailto:{settings.DEFAULT_FROM_EMAIL}\n"
        f"Expires: {until:%Y-%m-%dT00:00:00Z}\n"
        f"Preferred-Languages: en, ar\n"
        f"Canonical: {settings.URL}/.well-known/security.txt\n"
    )


_reports_in_minute = [0, 0]


@csrf_exempt
@require_POST
@login_not_required
def csp_reports(request: HttpRequest) -> HttpResponse:
    """A browser refused something on a page of ours: one line in the log, nothing kept.

    413 above 16 KiB, 400 when it is no report. What exceeds twenty a minute in one
    process is dropped: the limit shields the log, so it need not be exact, and a
    row in the database for each would give strangers a way to fill it.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_REPORT:
        return _plain("too long\n", 413)
    try:
        report = json_input.read(request.body)
        report = (report[0] if isinstance(report, list) else report) or {}
        report = report.get("csp-report") or report.get("body") or {}
        violation = {key: str(report[key])[:200] for key in TOLD if key in report}
    except (ValueError, AttributeError, TypeError, KeyError, IndexError):
        return _plain("no report\n", 400)
    minute = int(time.monotonic() // 60)
    if _reports_in_minute[0] != minute:
        _reports_in_minute[:] = [minute, 0]
    _reports_in_minute[1] += 1
    if _reports_in_minute[1] <= REPORTS_A_MINUTE:
        # As JSON, so that no line of the log can be forged.
        log.warning("Content security policy: %s", json.dumps(violation))
    return HttpResponse(status=204)


@require_safe
@login_not_required
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A link in a letter: on to its page, in the language of the letter if it says one.

    Changes nothing.
    """
    link_row = Link.objects.of_token(hash_of(token))
    with translation.override(
        link_row.language if link_row else translation.get_language()
    ):
        return redirect("people:link", token)


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain", status=status)
    response["Cache-Control"] = "no-store"
    return response
