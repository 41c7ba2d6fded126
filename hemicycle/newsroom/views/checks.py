"""Where a text is held against the record: read, repaired, kept with a reason."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once, once_after
from hemicycle.lib.record import Record
from hemicycle.newsroom import access, record_check, sheet, states
from hemicycle.newsroom.actions import checks, prepare
from hemicycle.newsroom.forms import KeepForm
from hemicycle.newsroom.models import Article
from hemicycle.newsroom.record_check import ProofFinding
from hemicycle.newsroom.sheet import Row
from hemicycle.newsroom.shown import check_in_words
from hemicycle.newsroom.views.texts import record_as_read
from hemicycle.people.http import Request
from hemicycle.texts.models import Wording
from hemicycle.ui.formats import numbered
from hemicycle.ui.refusals import announced, form_page, shown_at


@require_safe
def check(
    request: Request, conference: Conference, id: str, language: str
) -> HttpResponse:
    """The text with its findings in two groups, as the record is now."""
    article = access.get_article(request.user, conference, id)
    return _page(request, article, access.get_wording(article, language))


@require_POST
@once_after(record_as_read)
def repair(
    request: Request,
    record: Record | None,
    conference: Conference,
    id: str,
    language: str,
) -> HttpResponse:
    """The words on record stand in the text, in all places of the finding."""
    article = access.get_article(request.user, conference, id, states.WRITE)
    access.get_wording(article, language)
    with announced(request):
        answer = checks.repair(
            article, language,
            key=request.POST.get("key", ""),
            choice=request.POST.get("choice", ""),
            seen=request.POST.get("as_checked", ""),
            actor=request.user, record=record,
        )  # fmt: skip
        messages.success(
            request,
            _("“%(words)s” is now “%(repair)s”.")
            % {"words": answer.words, "repair": answer.repair},
        )
    return redirect("newsroom:check", conference.slug, id, language)


@require_POST
@once_after(record_as_read)
def keep(
    request: Request,
    record: Record | None,
    conference: Conference,
    id: str,
    language: str,
) -> HttpResponse:
    """The words stay, with the reason."""
    article = access.get_article(request.user, conference, id, states.WRITE)
    wording = access.get_wording(article, language)
    form = KeepForm(request.POST)
    key = request.POST.get("key", "")
    if form.is_valid():
        with shown_at(form):
            answer = checks.keep(
                article, language, key=key, because=form.cleaned_data["reason"],
                seen=request.POST.get("as_checked", ""), actor=request.user,
                record=record,
            )  # fmt: skip
            messages.success(
                request, _("“%(words)s” is kept.") % {"words": answer.words}
            )
            return redirect("newsroom:check", conference.slug, id, language)
    return _page(request, article, wording, key, form)


@require_POST
@once
def reopen(
    request: Request, conference: Conference, id: str, language: str
) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.WRITE)
    access.get_wording(article, language)
    with announced(request):
        key = request.POST.get("key", "")
        checks.reopen(article, language, key=key, actor=request.user)
        messages.success(request, _("The finding is open again."))
    return redirect("newsroom:check", conference.slug, id, language)


def _page(
    request: Request,
    article: Article,
    wording: Wording,
    key: str = "",
    form: KeepForm | None = None,
) -> HttpResponse:
    """`key` is the finding whose reason was refused."""
    proof = record_check.proof_of(article, wording)
    is_open = prepare.is_writable(article, wording.language)
    groups = [
        (
            "contradicts",
            _("The record contradicts"),
            _("Repair each, or keep the words with a reason: they stop the release."),
            _rows(proof.contradictions, article, key, form),
        ),
        (
            "unconfirmed",
            _("The record cannot confirm"),
            _("They do not stop the release."),
            _rows(proof.unconfirmed, article, key, form),
        ),
    ]
    return form_page(
        request, "newsroom/check.html",
        {
            "article": article,
            "wording": wording,
            "proof": proof,
            "problem": record_check.problem_in_words(proof),
            "groups": [group for group in groups if group[-1]],
            "open": numbered(
                "%(n)s open finding", "%(n)s open findings", len(proof.open)
            ),
            "sheet": sheet.of(proof),
            "is_open": is_open,
            "refused": form,
            "languages": [
                (other, *check_in_words(other)) for other in article.wordings
            ],
        },
    )  # fmt: skip


def _rows(
    findings: Sequence[ProofFinding], article: Article, key: str, form: KeepForm | None
) -> list[tuple[Row, KeepForm]]:
    """Each with the form in which it is kept: as it was refused, or empty."""
    return [
        (
            row,
            form
            if form and row.found.key == key
            else KeepForm(auto_id=f"id_%s_{row.found.number}"),
        )
        for row in sheet.rows(findings, article)
    ]
