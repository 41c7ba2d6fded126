"""Lists, plain tables, and a form that is one button."""

import secrets
from typing import Any

from django import template
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hemicycle.ui import icons

register = template.Library()


@register.inclusion_tag("ui/lists/list.html", takes_context=True)
def list(context: Context, page: Any) -> dict[str, Any]:
    """A list with its filters, rows and foot. `page` is a `tables.lists.Page`."""
    return {
        "page": page,
        "conference": context.get("conference"),
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
        # A key of its own, so that what is sent twice is done once.
        "submission": secrets.token_urlsafe(16),
    }


@register.inclusion_tag("ui/lists/heading.html", takes_context=True)
def list_heading(context: Context, page: Any) -> dict[str, Any]:
    """The page's heading and its views, with their counts."""
    return {
        "page": page,
        "conference": context.get("conference"),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def list_part(page: Any, name: str) -> SafeString:
    """A part of a list that is drawn once, with holes (`tables.parts`)."""
    return page.part(name)  # type: ignore[no-any-return]  # a Page


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, label: Any, action: str, kind: str = "plain slim", **values: Any
) -> SafeString:
    """A form that is one button: posts `values` to `action` without a question.

    `kind` are the button's classes; an `icon` among the values stands before the label.
    """
    picture = icons.icon(values.pop("icon")) if "icon" in values else ""
    return format_html(
        '<form method="post" action="{}" class="post">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<button class="button {}">{}{}</button></form>',
        action,
        context.get("csrf_token", ""),
        format_html_join(
            "", '<input type="hidden" name="{}" value="{}">', values.items()
        ),
        kind,
        picture,
        label,
    )


class ColumnNode(Node):
    """One column of a plain table: its label and what its cells hold."""

    def __init__(
        self, label: FilterExpression, css: str, is_head: bool, cells: NodeList
    ) -> None:
        self.label, self.css, self.is_head, self.nodelist = label, css, is_head, cells

    def render(self, context: Context) -> SafeString:
        """The content of one cell."""
        return mark_safe(self.nodelist.render(context).strip())  # escaped as it renders


class TableNode(Node):
    """A plain table: every row of a sequence, its columns declared once."""

    def __init__(
        self,
        rows: FilterExpression,
        name: str,
        caption: Any,
        columns: NodeList,
        *,
        is_compact: bool,
    ) -> None:
        self.css = "table dense" if is_compact else "list open"
        self.rows, self.name, self.caption = rows, name, caption
        self.columns = [node for node in columns if isinstance(node, ColumnNode)]

    def render(self, context: Context) -> SafeString:
        labels = [column.label.resolve(context) for column in self.columns]
        heads = format_html_join(
            "",
            '<th scope="col" role="columnheader" class="{}">{}</th>',
            (
                (column.css, label)
                for column, label in zip(self.columns, labels, strict=True)
            ),
        )
        lines = []
        with context.push():
            for row in self.rows.resolve(context) or ():
                context[self.name] = row
                lines.append(self._line(context, labels))
        caption = self.caption.resolve(context) if self.caption else ""
        return format_html(
            '<table class="{}" role="table">{}<thead role="rowgroup">'
            '<tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>',
            self.css,
            format_html('<caption class="visually-hidden">{}</caption>', caption)
            if caption
            else "",
            heads,
            mark_safe("".join(lines)),  # each made by format_html
        )

    def _line(self, context: Context, labels: Any) -> SafeString:
        cells = []
        for column, label in zip(self.columns, labels, strict=True):
            content = column.render(context)
            if column.is_head:
                cell = format_html('<th scope="row" role="rowheader">{}</th>', content)
            else:
                cell = format_html(
                    '<td role="cell" class="line {}"{}>{}</td>',
                    column.css,
                    format_html(' data-label="{}"', label) if label and content else "",
                    content,
                )
            cells.append(cell)
        return format_html('<tr role="row">{}</tr>', mark_safe("".join(cells)))


@register.tag
def table(parser: Parser, token: Token) -> TableNode:
    """`{% table rows as row caption %}` with `{% column label css %}` inside.

    A `compact` one, of few short columns, stays a table on a phone.
    """
    _tag, rows, word, name, *rest = token.split_contents()
    caption = [word for word in rest if word != "compact"]
    if word != "as" or len(caption) > 1:
        raise TemplateSyntaxError("table: {% table rows as row [caption] [compact] %}")
    columns = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(
        parser.compile_filter(rows),
        name,
        parser.compile_filter(caption[0]) if caption else None,
        columns,
        is_compact="compact" in rest,
    )


@register.tag
def column(parser: Parser, token: Token) -> ColumnNode:
    """`{% column label [css...] %}cell{% endcolumn %}`. The class "head" names rows."""
    _tag, label, *css = token.split_contents()
    cells = parser.parse(("endcolumn",))
    parser.delete_first_token()
    classes = " ".join(word for word in css if word != "head")
    return ColumnNode(parser.compile_filter(label), classes, "head" in css, cells)
