"""Finds the strings of Django templates for Babel, through Django's own reading.

`django.utils.translation.template.templatize` turns a template into something that
looks like Python with gettext calls on the same lines; Babel reads that.
"""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

Found = tuple[int, str | tuple[str, ...], Any, Any]


def extract_template(
    file: BinaryIO,
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Found]:
    """Babel's extraction method for templates: line, function, messages, comments."""
    name = str(getattr(file, "name", "template"))
    looks_like_code = templatize(file.read().decode(), origin=name)
    # The filler between the calls keeps its indentation, which means nothing to Python.
    calls = "\n".join(line.lstrip() for line in looks_like_code.split("\n"))
    yield from extract_python(BytesIO(calls.encode()), keywords, comment_tags, {})
