"""A small HTTP client that fills in forms as a browser does, with its cookies."""

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    url: str

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Form:
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **values: str) -> list[tuple[str, str]]:
        kept = [(name, value) for name, value in self.fields if name not in values]
        return kept + list(values.items())


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(got.get("action", "")))
        elif not self.forms:
            return
        elif tag == "input" and got.get("name"):
            kind = got.get("type", "text")
            if kind not in ("checkbox", "radio", "submit", "file") or "checked" in got:
                self.forms[-1].fields.append((got["name"], got.get("value", "")))
        elif tag == "select":
            self.select = got.get("name", "")
        elif tag == "option" and self.select and "selected" in got:
            self.forms[-1].fields.append((self.select, got.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


class Client:
    """Keeps its connection and its cookies; never follows a redirect by itself."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.port = port

    def get(self, path: str, **headers: str) -> Reply:
        return self._send("GET", path, None, headers)

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> Reply:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._send("POST", path, urlencode(fields), headers)

    def follow(self, reply: Reply) -> Reply:
        while reply.status in (301, 302, 303):
            where = urlsplit(urljoin(reply.url, reply.headers["location"]))
            reply = self.get(where.path + (f"?{where.query}" if where.query else ""))
        return reply

    def submit(
        self, page: Reply, part: str = "", has: str = "", **values: str
    ) -> Reply:
        """Fill in a form of `page`, as `form_of` finds it, and send it."""
        form = form_of(page, part, has)
        action = urljoin(page.url, form.action or page.url)
        return self.post(urlsplit(action).path, form.filled(**values))

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> Reply:
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (ConnectionError, http.client.RemoteDisconnected):
            # The server ends idle connections; nothing of this request was answered.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        content = answer.read()
        for value in answer.headers.get_all("set-cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Reply(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            content,
            f"http://127.0.0.1:{self.port}{path}",
        )


def form_of(page: Reply, part: str = "", has: str = "") -> Form:
    """The page's first form whose action contains `part` and that has the field `has`.

    Neither: the first form that posts to its own page.
    """
    parser = _Forms()
    parser.feed(page.text)
    for form in parser.forms:
        fits = part in form.action if part else bool(has) or not form.action
        if fits and (not has or has in dict(form.fields)):
            return form
    seen = [
        (form.action, [name for name, _value in form.fields]) for form in parser.forms
    ]
    raise LookupError(
        f"{page.url} ({page.status}) has no form {part!r} {has!r}: {seen}"
    )
