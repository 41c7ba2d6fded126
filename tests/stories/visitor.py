"""Somebody with a browser and no JavaScript: opens pages, fills in forms, sends them.

Only what stands in the page can be sent, tokens and hidden fields included, and forged
forms are refused as they are for everybody.
"""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pyotp
from django.test import Client

from hemicycle.people.models import SignInCode
from hemicycle.post.models import Email

Fields = dict[str, list[str]]


class Form:
    def __init__(self, attributes: dict[str, str]) -> None:
        self.id = attributes.get("id", "")
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.fields: Fields = {}
        self.names: set[str] = set()  # also of boxes not ticked and of buttons


class Forms(HTMLParser):
    """The forms of a page as a browser would send them untouched."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._text: tuple[Form, str] | None = None
        self._select: tuple[Form, str] | None = None
        self._elsewhere: list[tuple[str, str, dict[str, str]]] = []
        self.feed(html)
        for owner, tag, given in self._elsewhere:
            for form in self.forms:
                if form.id == owner:
                    self._field(form, tag, given)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given)
            self.forms.append(self._open)
        elif tag in ("input", "select", "textarea", "button"):
            if "form" in given:
                self._elsewhere.append((given["form"], tag, given))
            elif self._open:
                self._field(self._open, tag, given)
        elif tag == "option" and self._select:
            form, name = self._select
            first = not form.fields.get(name)
            if "selected" in given or first:
                form.fields[name] = [given.get("value", "")]

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if not name:
            return
        form.names.add(name)
        if tag == "select":
            form.fields[name] = []
            self._select = (form, name)
        elif tag == "textarea":
            form.fields[name] = [""]
            self._text = (form, name)
        elif tag == "input" and kind in ("checkbox", "radio"):
            if "checked" in given:
                form.fields.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "input" and kind not in ("submit", "button", "file", "reset"):
            form.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text:
            form, name = self._text
            form.fields[name][0] += data


class Visitor:
    """One browser. `page` is what it shows, `path` where it is."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(
            enforce_csrf_checks=True, headers={"accept-language": language}
        )
        self.page, self.path = "", "/"
        self.response: Any = None
        self._last: tuple[str, Fields] | None = None

    def open(self, path: str) -> str:
        parts = urlsplit(path)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        return self._show(self.client.get(address), address)

    def send(self, to: str = "", **typed: Any) -> str:
        """Fill in the form of this page that has these fields, and send it.

        `to`: how its address ends, where several have them.
        """
        form = self._form(to, set(typed))
        fields = dict(form.fields)
        for name, value in typed.items():
            fields[name] = [str(one) for one in value] if isinstance(
                value, list
            ) else [str(value)]  # fmt: skip
        self._last = (urljoin(self.path, form.action or self.path), fields)
        return self.again()

    def again(self) -> str:
        """The same submission once more, as an impatient finger sends it."""
        assert self._last
        path, fields = self._last
        return self._show(self.client.post(path, fields), path)

    def sign_in(self, email: str) -> "Visitor":
        """As the pages ask: the address, the mailed code; for staff an app as well."""
        self.open("/en/account/sign-in/")
        self.send(email=email)
        self.enter_code(email)
        if "/second-factor/" in self.path:
            self.open("/en/account/app/")
            self.send(do="begin")
            secret = re.search(r'"identifier">([A-Z2-7 ]+)<', self.page)
            assert secret
            self.send(code=pyotp.TOTP(secret[1].replace(" ", "")).now())
        return self

    def follow_letter(self, letter: Email) -> "Visitor":
        """Open the link of a letter, press its button, enter the mailed code."""
        self.open(link_in(letter))
        if "/account/link/" in self.path:
            self.send()
            self.enter_code(letter.to)
        return self

    def enter_code(self, email: str) -> None:
        asked = SignInCode.objects.filter(email=email).latest("made_at")
        letter = Email.objects.about(asked).get()
        code = re.search(r"\d{4} \d{4}", letter.full_body())
        assert code
        self.send(code=code[0])

    def _form(self, to: str, names: set[str]) -> Form:
        found = [
            form
            for form in Forms(self.page).forms
            if form.method == "post"
            and names <= form.names
            and urljoin(self.path, form.action or self.path).endswith(to)
            and not form.action.endswith(("/language/", "/sign-out/"))
        ]
        assert found, f"{self.path} has no form {to} with {names}:\n{self.page}"
        return found[0]

    def _show(self, response: Any, path: str) -> str:
        for _hop in range(5):
            if response.status_code not in (301, 302, 303):
                break
            path = urljoin(path, response["Location"])
            response = self.client.get(path)
        self.response, self.path = response, path.partition("#")[0].partition("?")[0]
        kind = response.get("Content-Type", "")
        self.page = response.content.decode() if kind.startswith("text/html") else ""
        return self.page


def link_in(letter: Email) -> str:
    """The personal link in a letter that has not left yet."""
    found = re.search(r"https?://\S+(/l/[\w-]+)", letter.full_body())
    assert found, letter.full_body()
    return found[1]


def letter_to(email: str, template: str) -> Email:
    return Email.objects.get(to=email, template=template)
