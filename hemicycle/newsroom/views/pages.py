"""The pages of the site, for those who write and release them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hemicycle.conferences.models import Conference
from hemicycle.journal.receipts import once
from hemicycle.newsroom import access, states
from hemicycle.newsroom.actions import prepare, publish
from hemicycle.newsroom.forms import BeginPageForm, ReissueForm
from hemicycle.newsroom.models import Article
from hemicycle.newsroom.shown import languages_in_words, state_kind
from hemicycle.newsroom.views.deeds import do_by_form
from hemicycle.people.http import Request
from hemicycle.texts.compare import between
from hemicycle.ui.refusals import form_page, shown_at

State = Article.State


@require_safe
def index(request: Request, conference: Conference) -> HttpResponse:
    """Each place of the site, with its page as far as it has come."""
    access.demand_newsroom(request.user, conference)
    pages = _pages(request, conference)
    return form_page(
        request, "newsroom/pages.html",
        {
            "rows": [
                {
                    "place": place,
                    "page": page,
                    "kind": state_kind(page) if page else "",
                    "languages": languages_in_words(page) if page else "",
                    "has_changes": page is not None
                    and page.is_public
                    and bool(publish.changes_pending(page)),
                }
                for place in Article.Place
                for page in [pages.get(place)]
            ],
        },
    )  # fmt: skip


def _pages(request: Request, conference: Conference) -> dict[str, Article]:
    """Of each place the one that is public or on its way."""
    rows = Article.objects.visible_to(request.user, conference).pages().with_texts()
    alive = rows.exclude(state__in=(State.WITHDRAWN, State.DISCARDED))
    return {page.place: page for page in alive}


@once
def begin(request: Request, conference: Conference, place: str) -> HttpResponse:
    access.demand_newsroom(request.user, conference)
    label = Article.Place(place).label
    form = BeginPageForm(
        request.POST or None, conference=conference, initial={"title": label}
    )
    if form.is_valid():
        with shown_at(form):
            page = prepare.begin(
                conference, kind=Article.Kind.PAGE, place=place, **form.cleaned_data,
                actor=request.user,
            )  # fmt: skip
            return redirect(
                "newsroom:write", conference.slug, page.pk, page.text.source
            )
    return form_page(
        request, "newsroom/deed.html",
        {
            "form": form,
            "title": _("Start the page: %(place)s") % {"place": label},
            "button": _("Start and write"),
            "is_page": True,
        },
    )  # fmt: skip


@once
def reissue(request: Request, conference: Conference, id: str) -> HttpResponse:
    """What changes in public, in words, and the button that releases it."""
    page = access.get_article(request.user, conference, id, states.REISSUE)
    pending = publish.changes_pending(page)
    public = {p.language: p for p in page.publications.filter(is_current=True)}
    form = ReissueForm(
        request.POST or None, changed=[wording.language for wording in pending]
    )

    def do() -> None:
        publish.reissue(
            page, **form.cleaned_data,
            seen=request.POST.get("fingerprint", ""), actor=request.user,
        )  # fmt: skip

    return do_by_form(
        request, page, form, do,
        title=_("Release the changes"),
        said=_("The changes of “%(article)s” are public."),
        button=_("Release the changes"),
        template="newsroom/correct.html",
        more={
            "fingerprint": publish.pending_words(page),
            "changes": [
                (wording, between(public[wording.language], wording))
                for wording in pending
            ],
        },
    )  # fmt: skip
