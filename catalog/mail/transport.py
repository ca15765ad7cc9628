"""Hands messages over: to a server, or into a folder where a developer reads them."""

import os
import smtplib
import ssl
import tempfile
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

from catalog.kernel.clock import wib
from catalog.kernel.mailbox import MailServer
from catalog.kernel.text import slugify

_TIMEOUT = 20  # seconds that the server may be silent
_PERMANENT = 500  # SMTP replies from here on mean: do not try again


class MailDelayed(Exception):
    """The server cannot be reached or wants the mail later; it has not taken this one."""


class MailRefused(Exception):
    """The server will never take this mail; most often there is no such address."""


class Transport(Protocol):
    """Takes a message, and returns once it is in other hands."""

    def deliver(self, message: EmailMessage) -> None:
        """Hand it over; raises MailDelayed or MailRefused, whose texts name no address."""


class FolderTransport:
    """Writes each message into a file that any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message: EmailMessage) -> None:
        """Write it whole or not at all; trying again writes the same file again."""
        written = wib(parsedate_to_datetime(message["Date"]))
        mark = message["Message-ID"].strip("<>").partition("@")[0][:8]
        name = f"{written:%Y%m%d-%H%M%S}-{slugify(message['Subject'], limit=50)}-{mark}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(message.as_bytes())
            Path(draft).replace(self._folder / name)
        except OSError as error:
            raise MailDelayed(f"the mail folder: {error.strerror}") from error


class SmtpTransport:
    """Sends through a server, a connection for each message."""

    def __init__(self, server: MailServer, *, timeout: float = _TIMEOUT) -> None:
        self._server = server
        self._timeout = timeout

    def deliver(self, message: EmailMessage) -> None:
        """Send it; what the server said is told by its number only: its text names people."""
        try:
            with self._connected() as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(reply[0] for reply in error.recipients.values())
            raise _trouble("the address", code) from error
        except smtplib.SMTPDataError as error:
            raise _trouble("the mail", error.smtp_code) from error
        except smtplib.SMTPResponseException as error:
            # The greeting, the sign-in or the sender: the operator mends it, and no mail is lost.
            raise MailDelayed(f"{type(error).__name__} {error.smtp_code}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailDelayed(type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        server, timeout = self._server, self._timeout
        trusted = ssl.create_default_context()
        connection: smtplib.SMTP
        if server.is_tls:
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=timeout, context=trusted
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=timeout)
        try:
            if server.needs_starttls:  # refused rather than sent in the clear
                connection.starttls(context=trusted)
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection


def _trouble(what: str, code: int) -> MailDelayed | MailRefused:
    kind = MailRefused if code >= _PERMANENT else MailDelayed
    return kind(f"the server refused {what}: {code}")
