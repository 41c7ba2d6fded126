"""An e-mail template of the tests' own, and the e-mails it makes."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from hemicycle.post.drafts import Draft
from hemicycle.post.models import Email
from tests.cast import Cast

INVITATION = """{% load i18n %}{% translate "Sign in" %}: {{ name }}

{{ name }},

{{ conference_name }}
{{ code }} {{ reason }}
{% for row in rows %}{{ row.label }}={{ row.count }};{% endfor %}
"""


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "room" / "emails").mkdir(parents=True)
    (tmp_path / "room" / "emails" / "invitation.txt").write_text(INVITATION)
    (tmp_path / "room" / "emails" / "own.ar.txt").write_text("عنوان\nنص")
    (tmp_path / "room" / "emails" / "own.txt").write_text("Subject\nText")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.MAIL = "smtp://localhost"
    settings.DEFAULT_FROM_EMAIL = "Secretariat <post@conference.example>"


def write(cast: Cast, **kw: Any) -> Email:
    fields: dict[str, Any] = {
        "to": "lin@example.org",
        "language": "en",
        "send_key": "key",
        "recipient": cast.lin,
        "context": {"name": "Lin"},
    }
    template = kw.pop("template", "room/invitation")
    fields |= kw
    send_key = fields.pop("send_key")
    return Draft(template=template, conference=cast.conference, **fields).send(
        send_key=send_key
    )
