"""Where articles are prepared, approved and released."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences import pending
from hemicycle.conferences.models import Conference, Hat
from hemicycle.journal.models import Entry
from hemicycle.journal.receipts import once
from hemicycle.journal.verbs import in_words
from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.lib.states import open_to
from hemicycle.newsroom import access, checklist, states, today
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.forms import (
    BeginForm,
    CorrectForm,
    DescribeForm,
    LanguageForm,
    NoticeForm,
    PlanForm,
    ReasonForm,
    TogetherForm,
    WithdrawForm,
)
from hemicycle.newsroom.lists import ARTICLES
from hemicycle.newsroom.models import Article
from hemicycle.newsroom.shown import check_in_words, state_kind, wording_kind
from hemicycle.newsroom.views.deeds import deed_page, do_by_form
from hemicycle.people.http import Request
from hemicycle.texts.compare import between
from hemicycle.ui.refusals import announced, form_page, shown_at

SHOWN_OF_HISTORY = 20


@require_safe
def home(request: Request, conference: Conference) -> HttpResponse:
    """The press officer's day: what goes out, and what stands in its way."""
    access.demand_newsroom(request.user, conference)
    articles = Article.objects.visible_to(request.user, conference)
    ahead = today.departures(articles)
    open_ = list(today.with_findings(articles)[: today.SHOWN_BESIDE])
    behind = list(today.translations_behind(articles)[: today.SHOWN_BESIDE])
    return form_page(
        request, "newsroom/home.html",
        {
            "today": conference.today,
            "sentence": today.sentence(ahead, conference),
            "departures": ahead,
            "has_more": len(ahead) == today.SHOWN,
            "findings": [(each, check_in_words(each)) for each in open_],
            "behind": behind,
            "released": today.released_today(articles, conference),
            "notes": today.notes_of_today(articles, conference),
            "needs": list(pending.needs_of(Hat.PRESS, conference)),
        },
    )  # fmt: skip


def index(request: Request, conference: Conference) -> HttpResponse:
    articles = access.listed(request.user, conference)
    return ARTICLES.answer(request, articles, "newsroom/index.html")


@once
def add(request: Request, conference: Conference) -> HttpResponse:
    access.demand_newsroom(request.user, conference)
    form = BeginForm(request.POST or None, conference=conference)
    if form.is_valid():
        with shown_at(form):
            article = prepare.begin(conference, **form.cleaned_data, actor=request.user)
            return redirect(
                "newsroom:write", conference.slug, article.pk, article.text.source
            )
    return form_page(
        request, "newsroom/deed.html",
        {
            "form": form,
            "title": _("Start an article"),
            "button": _("Start and write"),
        },
    )  # fmt: skip


@once
def update(request: Request, conference: Conference, id: str) -> HttpResponse:
    """A new article that replaces this one."""
    old = access.get_article(request.user, conference, id, states.UPDATE)
    first = {"title": str(old), "kind": old.kind, "source": old.source}
    form = BeginForm(request.POST or None, conference=conference, initial=first)
    if form.is_valid():
        with shown_at(form):
            article = prepare.begin(
                conference, **form.cleaned_data, updates=old, actor=request.user
            )
            return redirect(
                "newsroom:write", conference.slug, article.pk, article.text.source
            )
    return deed_page(
        request, old, form, _("Start an update"), _("Start and write"),
        _("Once the new article is public, this one says so and leads to it."),
    )  # fmt: skip


@require_safe
def show(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One article: its languages, what is missing, its release, and what comes next."""
    article = access.get_article(request.user, conference, id)
    return _page(request, article)


def _page(
    request: Request, article: Article, language_form: BaseForm | None = None
) -> HttpResponse:
    together = article.together or [w.language for w in article.wordings]
    public = {p.language: p for p in article.publications.filter(is_current=True)}
    languages = [
        {
            "wording": wording,
            "kind": wording_kind(wording),
            "checked": check_in_words(wording),
            "public": public.get(wording.language),
            "may_release": states.RELEASE_LANGUAGE.starts_from(article)
            and wording.language not in public,
        }
        for wording in article.wordings
    ]
    return form_page(
        request, "newsroom/show.html",
        {
            "article": article,
            "kind": state_kind(article),
            "languages": languages,
            "findings": checklist.findings(article, together)
            if article.published_at is None
            else [],
            "kept": prepare.kept_against_the_record(article)
            .select_related("by", "wording")
            .order_by("wording__language", "pk"),
            "offered": open_to(states.VERBS, request.user, article),
            "awaits_another": states.APPROVE.starts_from(article)
            and not states.APPROVE.may(request.user, article),
            "seen_values": {"fingerprint": prepare.fingerprint_of(article)},
            "release_changes": article.release_changes.select_related("by"),
            "notes": article.notes.all(),
            "history": in_words(Entry.objects.about(article)[:SHOWN_OF_HISTORY]),
            "newer": article.newer.with_title().order_by("created_at"),
            "language_form": language_form or LanguageForm(article=article),
        },
    )  # fmt: skip


@once
def describe(request: Request, conference: Conference, id: str) -> HttpResponse:
    lock_until_saved(request, Article, id)
    article = access.get_article(request.user, conference, id, states.DESCRIBE)
    form = DescribeForm(request.POST or None, instance=article)
    if form.is_valid():
        with shown_at(form):
            prepare.describe(article, **form.cleaned_data, actor=request.user)
            messages.success(request, _("Kind and source saved."))
            note_merged(request, form)
            return redirect("newsroom:show", conference.slug, id)
    return deed_page(request, article, form, _("Kind and source"), _("Save"))


@require_POST
@once
def add_language(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.WRITE)
    form = LanguageForm(request.POST, article=article)
    if form.is_valid():
        language = form.cleaned_data["language"]
        with shown_at(form):
            prepare.add_language(article, language, actor=request.user)
            return redirect("newsroom:write", conference.slug, id, language)
    return _page(request, article, form)


@once
def submit(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.SUBMIT)
    form = TogetherForm(request.POST or None, article=article)

    def do() -> None:
        together = form.cleaned_data["together"]
        prepare.submit(article, together=together, actor=request.user)

    return do_by_form(
        request, article, form, do,
        title=_("Submit for approval"),
        said=_("“%(article)s” awaits the approval of a colleague."),
        button=_("Submit for approval"),
        detail=_("A colleague who did not write it approves it."),
    )  # fmt: skip


@once
def send_back(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.RETURN)
    form = ReasonForm(request.POST or None)

    def do() -> None:
        prepare.send_back(article, **form.cleaned_data, actor=request.user)

    return do_by_form(
        request, article, form, do,
        title=_("Return to its writer"),
        said=_("“%(article)s” is a draft again."),
        button=_("Return the article"),
    )  # fmt: skip


@require_POST
@once
def approve(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.APPROVE)
    with announced(request):
        seen = request.POST.get("fingerprint", "")
        approved = prepare.approve(article, seen=seen, actor=request.user)
        state = str(approved.get_state_display())
        messages.success(
            request,
            _("“%(article)s” is approved. State: %(state)s.")
            % {"article": article, "state": state},
        )
    return redirect("newsroom:show", conference.slug, id)


@once
def take_back(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.TAKE_BACK)
    form = ReasonForm(request.POST or None)

    def do() -> None:
        prepare.take_back(article, **form.cleaned_data, actor=request.user)

    return do_by_form(
        request, article, form, do,
        title=_("Take back for editing"),
        said=_("“%(article)s” is a draft again, and needs approval again."),
        button=_("Take back"),
        detail=_("It is not released before it is approved again."),
    )  # fmt: skip


@once
def plan(request: Request, conference: Conference, id: str) -> HttpResponse:
    lock_until_saved(request, Article, id)
    article = access.get_article(request.user, conference, id, states.PLAN)
    form = PlanForm(request.POST or None, article=article)

    def do() -> None:
        prepare.plan(
            article,
            **form.cleaned_data,
            zone=conference.time_zone,
            actor=request.user,
        )

    return do_by_form(
        request, article, form, do,
        title=_("Release time and embargo"),
        said=_("The release of “%(article)s” is saved."),
        button=_("Save the release"),
    )  # fmt: skip


@require_POST
@once
def release(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.RELEASE)
    with announced(request):
        publish.release(article, actor=request.user)
        messages.success(request, _("“%(article)s” is public.") % {"article": article})
    return redirect("newsroom:show", conference.slug, id)


@require_POST
@once
def release_language(
    request: Request, conference: Conference, id: str, language: str
) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.RELEASE_LANGUAGE)
    wording = access.get_wording(article, language)
    with announced(request):
        publish.release_language(article, language, actor=request.user)
        messages.success(
            request,
            _("“%(article)s” is public in %(language)s.")
            % {"article": article, "language": wording.get_language_display()},
        )
    return redirect("newsroom:show", conference.slug, id)


@once
def correct(request: Request, conference: Conference, id: str) -> HttpResponse:
    """What changes in public, in words, beside what the correction says."""
    article = access.get_article(request.user, conference, id, states.CORRECT)
    pending = publish.changes_pending(article)
    public = {p.language: p for p in article.publications.filter(is_current=True)}
    form = CorrectForm(
        request.POST or None,
        languages=list(public),
        changed=[wording.language for wording in pending],
    )

    def do() -> None:
        publish.correct(
            article,
            words=form.cleaned_data["words"],
            languages=form.cleaned_data["languages"],
            seen=request.POST.get("fingerprint", ""),
            actor=request.user,
        )

    return do_by_form(
        request, article, form, do,
        title=_("Correct in public"),
        said=_("“%(article)s” is corrected. The version before keeps its address."),
        button=_("Publish the correction"),
        template="newsroom/correct.html",
        more={
            "fingerprint": publish.pending_words(article),
            "changes": [
                (wording, between(public[wording.language], wording))
                for wording in pending
            ],
        },
    )  # fmt: skip


@once
def notify(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.NOTIFY)
    form = NoticeForm(request.POST or None, languages=_public_languages(article))

    def do() -> None:
        publish.notify(article, **form.cleaned_data, actor=request.user)

    return do_by_form(
        request, article, form, do,
        title=_("Add a notice"),
        said=_("The notice is public beside “%(article)s”."),
        button=_("Publish the notice"),
        detail=_("For what is no error. An error is corrected."),
    )  # fmt: skip


@once
def withdraw(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.WITHDRAW)
    form = WithdrawForm(request.POST or None, languages=_public_languages(article))

    def do() -> None:
        publish.withdraw(article, **form.cleaned_data, actor=request.user)

    return do_by_form(
        request, article, form, do,
        title=_("Withdraw from the public"),
        said=_("“%(article)s” is withdrawn."),
        button=_("Withdraw the article"),
        detail=_(
            "Every text of it is gone at once, also earlier versions. Headline and "
            "source stay with your public reason. This cannot be undone."
        ),
        button_kind="stop",
    )  # fmt: skip


@require_POST
@once
def discard(request: Request, conference: Conference, id: str) -> HttpResponse:
    article = access.get_article(request.user, conference, id, states.DISCARD)
    with announced(request):
        prepare.discard(article, actor=request.user)
        messages.success(
            request, _("“%(article)s” is discarded.") % {"article": article}
        )
    return redirect("newsroom:show", conference.slug, id)


def _public_languages(article: Article) -> list[str]:
    current = article.publications.filter(is_current=True)
    codes = list(current.order_by("language").values_list("language", flat=True))
    source = article.text.source
    return sorted(codes, key=lambda code: code != source) or [source]
