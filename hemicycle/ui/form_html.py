"""How a field is written as HTML: label, hint, error, conflict and input.

Functions and no templates, because a template pays for each include, and a form of
twenty fields has two hundred of them (docs/decisions/forms.md). What has no function
here (a file input, say) is written by Django's own template.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hemicycle.ui.formats import ENDONYMS
from hemicycle.ui.icons import icon
from hemicycle.ui.selects import Choices

if TYPE_CHECKING:
    from hemicycle.ui.forms import Field

Context = Mapping[str, Any]


def field(context: Context) -> str:
    """A field with all that belongs to it."""
    shown: Field = context["field"]
    errors_of = shown.errors
    classes = "field invalid" if errors_of else "field"
    hint = ""
    if shown.help_text:
        text = _text(shown.help_text)
        hint = f'<div class="hint" id="{_text(shown.auto_id)}_helptext">{text}</div>'
    if shown.conflict is not None:
        classes += " clash"
    errors = str(errors_of) if errors_of else ""
    written = _input_of(shown)
    label = _label(shown)
    if shown.use_fieldset:
        description = shown.aria_describedby
        described = f' aria-describedby="{_text(description)}"' if description else ""
        return (
            f'<fieldset class="{classes}{_more(shown)}"{described}>'
            f"<legend>{label}</legend>{hint}{errors}{written}</fieldset>"
        )
    target = f'<label for="{_text(shown.id_for_label)}">{label}</label>'
    if shown.is_check:
        return (
            f'<div class="{classes.replace("field", "field check")}">{errors}'
            f'<div class="choice">{shown}{target}</div>{hint}</div>'
        )
    return f'<div class="{classes}{_more(shown)}">{target}{hint}{errors}{written}</div>'


def error_list(context: Context) -> str:
    """Each error with its sign; the field's input names the list as its description."""
    errors = context["errors"]
    if not errors:
        return ""
    sign = icon("circle-alert")
    place = f' id="{_text(errors.field_id)}_error"' if errors.field_id else ""
    items = "".join(
        f'<li class="error">{sign}<span>{_text(error)}</span></li>' for error in errors
    )
    return f'<ul class="error"{place}>{items}</ul>'


def input(context: Context) -> str:
    """What most widgets are."""
    return _input(context["widget"])


def choices(context: Context) -> str:
    """Radio buttons or boxes."""
    parts = ['<div class="choices">']
    for group, options, _index in context["widget"]["optgroups"]:
        if group:
            parts.append(f'<div role="group" aria-label="{_text(group)}">')
        for option in options:
            target = _text(option["attrs"].get("id", ""))
            parts.append(
                f'<div class="choice">{_input(option)}'
                f'<label for="{target}">{_text(option["label"])}</label></div>'
            )
        if group:
            parts.append("</div>")
    parts.append("</div>")
    return "".join(parts)


def select(context: Context) -> str:
    widget = context["widget"]
    parts = [f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{_text(group)}">')
        parts += [
            f'<option value="{_text(option["value"])}"{_attributes(option["attrs"])}>'
            f"{_text(option['label'])}</option>"
            for option in options
        ]
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return "".join(parts)


def long_select(context: Context) -> str:
    """A select of many choices: its options are written once for each language."""
    widget = context["widget"]
    options = _options(widget["choices"])
    if chosen := _text(widget["value"], is_shown=False):
        first = f'<option value="{chosen}"'
        options = options.replace(f"{first}>", f"{first} selected>", 1)
    return (
        f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>'
        f"{options}</select>"
    )


@lru_cache(maxsize=64)
def _options(choices: Choices) -> str:
    return "".join(
        f'<option value="{escape(value)}">{escape(label)}</option>'
        if isinstance(label, str)
        else f'<optgroup label="{escape(value)}">{_options(label)}</optgroup>'
        for value, label in choices
    )


def textarea(context: Context) -> str:
    widget = context["widget"]
    value = _text(widget["value"]) if widget["value"] else ""
    name = _text(widget["name"])
    return f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def date(context: Context) -> str:
    """Day, month and year, each with its own label."""
    parts = "".join(
        f'<label class="{part["kind"]}">{_text(part["label"])}'
        f"{_input(part['widget'])}</label>"
        for part in context["parts"]
    )
    return f'<div class="date">{parts}</div>'


def file(context: Context) -> str:
    """A file: the browser's own input, which a script gives words of the page."""
    widget = context["widget"]
    words = (
        f' data-choose="{_text(_("Choose a file"))}"'
        f' data-none="{_text(_("No file chosen"))}"'
    )
    return (
        f'<input type="file" name="{_text(widget["name"])}"{words}'
        f"{_attributes(widget['attrs'])}>"
    )


def languages(context: Context) -> str:
    """The inputs of one text in several languages, each under its language's name."""
    parts = []
    for widget in context["widget"]["subwidgets"]:
        written = WRITTEN[widget["template_name"]]({"widget": widget})
        if code := widget["attrs"].get("lang"):
            target = _text(widget["attrs"].get("id", ""))
            name = f'<bdi lang="{code}">{ENDONYMS.get(code, code)}</bdi>'
            written = f'<label for="{target}">{name}{written}</label>'
        parts.append(written)
    return f'<div class="languages">{"".join(parts)}</div>'


WRITTEN: Mapping[str, Callable[[Context], str]] = {
    "ui/field": field,
    "django/forms/widgets/clearable_file_input.html": file,
    "django/forms/widgets/file.html": file,
    "ui/date": date,
    "ui/languages": languages,
    "ui/long_select": long_select,
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/errors/list/default.html": error_list,
    "django/forms/errors/list/ul.html": error_list,
    "django/forms/widgets/radio.html": choices,
    "django/forms/widgets/checkbox_select.html": choices,
    "django/forms/widgets/select.html": select,
    **{
        f"django/forms/widgets/{name}.html": input
        for name in (
            "checkbox", "date", "datetime", "email", "hidden", "input", "number",
            "password", "tel", "text", "time", "url",
        )
    },
}  # fmt: skip


def _input_of(shown: "Field") -> str:
    """The input; beside the other version, where another person changed the field in
    the meantime: one of the two is chosen."""
    conflict = shown.conflict
    if conflict is None:
        return str(shown)
    name, target = _text(conflict.name), _text(shown.auto_id)
    saved = _text(conflict.saved) or _text(_("nothing"))
    title = _text(_("Two versions: %(label)s") % {"label": shown.label})
    offers = (
        ("mine", _("Yours"), _("as typed here"), " checked", str(shown)),
        ("theirs", conflict.who or _("The other version"), conflict.when, "",
         f'<bdi class="saved">{saved}</bdi>'),
    )  # fmt: skip
    versions = "".join(
        f'<div class="version"><input type="radio" name="{name}" value="{value}" '
        f'id="{target}_{value}"{state}><label for="{target}_{value}">'
        f"<b><bdi>{_text(who)}</bdi></b> <small>{_text(when)}</small></label>"
        f"<div>{version}</div></div>"
        for value, who, when, state, version in offers
    )
    return (
        f'<div class="versions" role="radiogroup" aria-label="{title}">{versions}</div>'
    )


def _more(shown: "Field") -> str:
    classes = shown.css_classes()
    return f" {_text(classes)}" if classes else ""


def _label(shown: "Field") -> str:
    label = _text(shown.label)
    if not shown.is_optional:
        return label
    return f'{label} <span class="optional">({_text(_("optional"))})</span>'


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{_text(value, is_shown=False)}"'
    return (
        f'<input type="{widget["type"]}" name="{_text(widget["name"])}"'
        f"{given}{_attributes(widget['attrs'])}>"
    )


def _attributes(attributes: Mapping[str, Any]) -> str:
    # The names are written in our code; only the values may come from outside.
    return "".join(
        f" {name}" if value is True else f' {name}="{_text(value, is_shown=False)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _text(value: Any, *, is_shown: bool = True) -> str:
    """As a template writes it: escaped unless safe already; a number that is shown, in
    the form of the language."""
    if isinstance(value, Promise):
        value = str(value)
    if hasattr(value, "__html__"):
        return str(value.__html__())
    if not isinstance(value, str):
        value = str(localize(value) if is_shown else value)
    return escape(value)
