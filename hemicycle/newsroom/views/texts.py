"""Where the texts of an article are written, translated and compared."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once, once_after
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.lib.record import Record
from hemicycle.newsroom import access, states
from hemicycle.newsroom.actions import prepare
from hemicycle.newsroom.forms import CommentForm
from hemicycle.newsroom.models import Article
from hemicycle.newsroom.shown import check_in_words, wording_kind
from hemicycle.people.http import Request
from hemicycle.texts import actions as texts
from hemicycle.texts.compare import between
from hemicycle.texts.markdown import to_html
from hemicycle.texts.models import Revision, Wording
from hemicycle.texts.record import record_of
from hemicycle.texts.writing import (
    WordingForm,
    is_autosave,
    not_saved,
    saved_by_itself,
)
from hemicycle.ui.paging import page_of
from hemicycle.ui.refusals import announced, form_page, shown_at


def record_as_read(
    request: Request, conference: Conference, id: str, language: str
) -> Record | None:
    """Fetched before the transaction, whose locks then last for the check alone."""
    access.demand_newsroom(request.user, conference)
    if request.method != "POST" or is_autosave(request):
        return None
    return record_of(conference)


@once_after(record_as_read)
def write(
    request: Request,
    record: Record | None,
    conference: Conference,
    id: str,
    language: str,
) -> HttpResponse:
    """The text in one language. A page that saves by itself sends the same form."""
    lock_until_saved(request, Article, id)
    article = access.get_article(request.user, conference, id, states.WRITE)
    wording = access.get_wording(article, language)
    form = WordingForm(request.POST or None, instance=wording)
    by_itself = is_autosave(request)
    if form.is_valid():
        with shown_at(form):
            prepare.check_writable(article, language)
            form.store(by_itself=by_itself, actor=request.user)
            if by_itself:
                return saved_by_itself(wording)
            prepare.check_as_saved(article, wording, record)
            messages.success(request, _("Text saved."))
            note_merged(request, form)
            return redirect("newsroom:write", conference.slug, id, language)
    if by_itself:
        return not_saved(form)
    return _write_page(request, article, wording, form)


def _write_page(
    request: Request,
    article: Article,
    wording: Wording,
    form: WordingForm,
    comment_form: CommentForm | None = None,
) -> HttpResponse:
    source = article.text.source_wording
    changes = []
    if wording.reflects and wording.is_behind:
        translated = source.revisions.filter(number=wording.reflects).first()
        changes = between(translated, source) if translated else []
    return form_page(
        request, "newsroom/write.html",
        {
            "article": article,
            "wording": wording,
            "kind": wording_kind(wording),
            "languages": article.wordings,
            "checked": check_in_words(wording),
            "source": None if wording.is_source else source,
            "changes": changes,
            "is_closed": not prepare.is_writable(article, wording.language),
            "form": form,
            "comments": wording.comments.with_people(),
            "comment_form": comment_form or CommentForm(),
        },
    )  # fmt: skip


@require_POST
@once
def translated(
    request: Request, conference: Conference, id: str, language: str
) -> HttpResponse:
    """The translation is finished: it says what the source said on the page."""
    lock_until_saved(request, Article, id)
    article = access.get_article(request.user, conference, id, states.WRITE)
    wording = access.get_wording(article, language)
    with announced(request):
        prepare.check_writable(article, language)
        seen = request.POST.get("reflects", "")
        reflects = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        texts.mark_translated(wording, reflects=reflects, actor=request.user)
        messages.success(
            request,
            _("The translation into %(language)s is up to date.")
            % {"language": wording.get_language_display()},
        )
    return redirect("newsroom:write", conference.slug, id, language)


@require_safe
def preview(
    request: Request, conference: Conference, id: str, language: str
) -> HttpResponse:
    """As the public would read it, in its language and direction."""
    article = access.get_article(request.user, conference, id)
    wording = access.get_wording(article, language)
    return form_page(
        request, "newsroom/preview.html",
        {
            "article": article,
            "wording": wording,
            "version": wording,
            "body": to_html(wording.body),
        },
    )  # fmt: skip


@require_safe
def revisions(
    request: Request, conference: Conference, id: str, language: str
) -> HttpResponse:
    """All revisions; `?from=3&to=7` compares two in words, the newest with the one
    before it unless said otherwise."""
    article = access.get_article(request.user, conference, id)
    wording = access.get_wording(article, language)
    kept = wording.revisions.newest_first()
    to = _numbered(wording, request.GET.get("to"), wording.number)
    before = _numbered(wording, request.GET.get("from"), to.number - 1 if to else 0)
    return form_page(
        request, "newsroom/revisions.html",
        {
            "article": article,
            "wording": wording,
            "revisions": page_of(kept, request.GET.get("page")),
            "before": before,
            "to": to,
            "changes": between(before, to) if before and to else [],
            "may_restore": prepare.is_writable(article, language),
        },
    )  # fmt: skip


def _numbered(wording: Wording, text: str | None, otherwise: int) -> Revision | None:
    number = int(text) if text and text.isdecimal() and len(text) < 9 else otherwise
    return wording.revisions.filter(number=number).first()


@require_POST
@once
def restore(
    request: Request, conference: Conference, id: str, language: str, number: int
) -> HttpResponse:
    lock_until_saved(request, Article, id)
    article = access.get_article(request.user, conference, id, states.WRITE)
    wording = access.get_wording(article, language)
    revision = get_object_or_404(wording.revisions, number=number)
    revision.wording = wording
    with announced(request):
        prepare.restore(article, revision, actor=request.user)
        messages.success(
            request,
            _("The text is again as in revision %(number)s.") % {"number": number},
        )
    return redirect("newsroom:revisions", conference.slug, id, language)


@require_POST
@once
def comment(
    request: Request, conference: Conference, id: str, language: str
) -> HttpResponse:
    article = access.get_article(request.user, conference, id)
    wording = access.get_wording(article, language)
    form = CommentForm(request.POST)
    if form.is_valid():
        with shown_at(form):
            texts.comment(wording, form.cleaned_data["words"], actor=request.user)
            messages.success(request, _("Comment added."))
            return redirect("newsroom:write", conference.slug, id, language)
    return _write_page(request, article, wording, WordingForm(instance=wording), form)


@require_POST
@once
def resolve(
    request: Request, conference: Conference, id: str, language: str, comment: str
) -> HttpResponse:
    article = access.get_article(request.user, conference, id)
    wording = access.get_wording(article, language)
    remark = wording.comments.filter(pk=comment).first()
    if remark is None:
        raise Http404
    remark.wording = wording
    texts.resolve(remark, actor=request.user)
    messages.success(request, _("Comment resolved."))
    return redirect("newsroom:write", conference.slug, id, language)
