"""A verb with a form: its page, and what follows when it is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.text import capfirst

from hemicycle.newsroom.models import Article
from hemicycle.people.http import Request
from hemicycle.ui.refusals import form_page, shown_at


def do_by_form(
    request: Request,
    article: Article,
    form: BaseForm,
    do: Callable[[], None],
    *,
    title: str,
    said: str,
    button: str,
    detail: str | Promise = "",
    button_kind: str = "",
    template: str = "newsroom/deed.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A verb with a form: done, or the form again with what was refused."""
    if form.is_valid():
        with shown_at(form):
            do()
            messages.success(request, said % {"article": article})
            return redirect("newsroom:show", article.conference.slug, article.pk)
    return deed_page(
        request, article, form, title, button, detail, template,
        {"button_kind": button_kind} | (more or {}),
    )  # fmt: skip


def deed_page(
    request: Request,
    article: Article,
    form: BaseForm,
    title: str,
    button: str,
    detail: str | Promise = "",
    template: str = "newsroom/deed.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    return form_page(
        request, template,
        {
            "article": article,
            "form": form,
            "title": capfirst(title),
            "button": button,
            "detail": detail,
        }
        | (more or {}),
    )  # fmt: skip
