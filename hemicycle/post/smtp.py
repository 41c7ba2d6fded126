"""SMTP that says when a text is handed over, so that nobody sends it twice unknowingly.

From the server's "go ahead" (354) to its yes or no, nobody can know whether it took the
e-mail. Whatever happens in between, a person decides.
"""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends import smtp


class _Told(smtplib.SMTP):
    handing_over: Callable[[], None] | None = None

    def getreply(self) -> tuple[int, bytes]:
        code, text = super().getreply()
        # Answered to nothing but DATA; the text leaves next.
        if code == 354 and self.handing_over is not None:
            self.handing_over()
        return code, text


class _ToldOverTls(_Told, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's own. `handing_over` is called right before a text leaves."""

    handing_over: Callable[[], None] | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _ToldOverTls if self.use_ssl else _Told

    def send_messages(self, email_messages: Any) -> int:
        if isinstance(self.connection, _Told):
            self.connection.handing_over = self.handing_over
        return super().send_messages(email_messages)
