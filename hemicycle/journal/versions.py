"""Two people edit the same thing at the same time, and neither loses anything.

A form of `Versioned` carries a fingerprint of every value as it was read. Sent, each
value is compared with what was read and with what is stored by now: what only the
other person changed is taken over, and said; what both changed differently is shown at
the field in both versions, and nothing is stored before one is chosen.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.ui import formats
from hemicycle.ui.conflicts import Conflict, merged_words

FIELD = "as_read"
KEEP, THEIRS = "keep", "theirs"

Sent = Mapping[str, Sequence[str]]
"""What a browser sends for one field: each input's name with its values."""


class Version(NamedTuple):
    """When a form was read, and a fingerprint of each value then."""

    at: datetime
    fingerprints: Mapping[str, str]


class Versioned(forms.BaseForm):
    """A form that edits a stored thing which others may edit meanwhile.

    A form that is no ModelForm says in `edited` what it edits, so that a conflict can
    name who changed it and when; `names_editors = False` keeps the name out. A form
    for something new carries no version. Pages that lay the fields out by hand write
    `{{ form.as_read }}`.
    """

    edited: Model | None = None
    names_editors = True
    conflicts: Mapping[str, Conflict] = {}
    merged: Sequence[str] = ()
    """Labels of what was changed only by others, and taken over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._is_new():
            return
        self.fields[FIELD] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=self._version
        )

    def full_clean(self) -> None:
        if self.is_bound and FIELD in self.fields:
            self._compare()
        super().full_clean()
        if not self.is_bound:
            return
        getattr(self, "cleaned_data", {}).pop(FIELD, None)
        for name, conflict in self.conflicts.items():
            self.add_error(name, ValidationError(conflict.error, code="changed"))

    def _is_new(self) -> bool:
        instance: Model | None = getattr(self, "instance", None)
        return instance is not None and instance._state.adding

    def _compare(self) -> None:
        """Take over what only others changed; remember what both did."""
        read = _read(self.data.get(self.add_prefix(FIELD)))
        data = MultiValueDict({name: _sent(self.data, name) for name in self.data})
        conflicts: dict[str, Conflict] = {}
        merged: list[str] = []
        for name, stored in self._stored():
            was = read.fingerprints.get(name) if read else None
            now = _fingerprint(stored)
            mine = _fingerprint({key: _sent(self.data, key) for key in stored})
            bound = self[name]
            wants_theirs = data.get(f"{KEEP}-{bound.html_name}") == THEIRS
            if mine == now or not (wants_theirs or was not in (None, now)):
                continue
            if mine == was or wants_theirs:
                for key, values in stored.items():
                    data.pop(key, None)
                    if values:
                        data.setlist(key, list(values))
                if not wants_theirs:
                    merged.append(str(bound.label))
            else:
                conflicts[name] = self._conflict(bound, stored, read)
        data[self.add_prefix(FIELD)] = self._version()
        self.data, self.conflicts, self.merged = data, conflicts, merged

    def _stored(self) -> Iterator[tuple[str, Sent]]:
        for name, field in self.fields.items():
            if name == FIELD or field.disabled or field.widget.needs_multipart_form:
                continue
            value = field.prepare_value(self.get_initial_for_field(field, name))
            yield name, _as_sent(field.widget, self.add_prefix(name), value)

    def _version(self) -> str:
        values = {name: _fingerprint(stored) for name, stored in self._stored()}
        return json.dumps([int(clock.real_now().timestamp()), values])

    def _conflict(
        self, bound: forms.BoundField, stored: Sent, read: Version | None
    ) -> Conflict:
        change = self._last_change(read)
        who = ""
        if change and change.actor and self.names_editors:
            who = change.actor.name or change.actor.email
        when = " ".join(formats.moment(change.at, self._zone())) if change else ""
        return Conflict(
            name=f"{KEEP}-{bound.html_name}",
            label=str(bound.label),
            who=who,
            when=when,
            saved=_in_words(bound.field, stored),
        )

    def _last_change(self, read: Version | None) -> Entry | None:
        thing = self.edited or getattr(self, "instance", None)
        if thing is None or read is None:
            return None
        since = Entry.objects.about(thing).filter(real_at__gte=read.at)
        return since.first()

    def _zone(self) -> formats.Zone:
        thing = self.edited or getattr(self, "instance", None)
        conference = getattr(thing, "conference", thing)
        return getattr(conference, "zone", None) or "UTC"


def lock_until_saved(request: HttpRequest, model: type[Model], pk: object) -> None:
    """While a form is answered, nobody else changes this row between the comparison
    with what is stored and the action. Call it before the row is read, in a view that
    is `@once`, which is one transaction. A row that is not there locks nothing."""
    if request.method != "POST":
        return
    # Not FOR UPDATE: what only refers to the row, as the journal does, need not wait.
    rows = model._base_manager.select_for_update(no_key=True)
    try:
        list(rows.filter(pk=pk).values_list("pk"))
    except (ValueError, ValidationError):
        return  # no key of this model: the view says that it finds nothing


def note_merged(request: HttpRequest, form: Versioned) -> None:
    """Say on the next page what others changed and this saving left as it was."""
    if form.merged:
        messages.info(request, merged_words(form.merged))


def _read(text: Any) -> Version | None:
    try:
        at, values = json.loads(text or "")
        return Version(datetime.fromtimestamp(int(at), UTC), dict(values))
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _sent(data: Any, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name)
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _as_sent(widget: forms.Widget, name: str, value: Any) -> dict[str, list[str]]:
    """What a browser sends for this value when nobody touches it."""
    if isinstance(widget, forms.MultiWidget):
        given = value if isinstance(value, list) else widget.decompress(value)
        values = list(given or [])
        suffixes: Sequence[str] = widget.widgets_names  # type: ignore[attr-defined]  # not in the stubs
        sent: dict[str, list[str]] = {}
        for part, suffix, each in zip(widget.widgets, suffixes, values, strict=True):
            sent |= _as_sent(part, name + suffix, each)
        return sent
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if widget.check_test(value) else []}
    shown: Any = widget.format_value(value)
    if shown is None:
        return {name: []}
    return {name: list(shown) if isinstance(shown, list) else [str(shown)]}


def _fingerprint(sent: Sent) -> str:
    """The same for what a browser sends back unchanged: order, ends of lines and outer
    space do not count."""
    plain = {
        name: sorted(
            text
            for value in values
            if (text := str(value).replace("\r\n", "\n").strip())
        )
        for name, values in sorted(sent.items())
    }
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:12]


def _in_words(field: forms.Field, sent: Sent) -> str:
    """A stored value as a person reads it."""
    values = [value for values in sent.values() for value in values if value]
    if isinstance(field, forms.BooleanField):
        return _("Yes") if values else _("No")
    choices: Any = getattr(field.widget, "choices", None)
    if choices:
        labels = dict(_flat(choices))
        values = [labels.get(value, value) for value in values]
    return " · ".join(values)


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
