"""Builds the message that a server gets out of what is kept."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from catalog.kernel.mailbox import read_sender
from catalog.kernel.text import clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it was written: to one address, in one language."""

    to: str
    language: str
    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""  # the address that ends such mails, in one press


def build(letter: Letter, *, sender: str, message_id: str, written_at: datetime) -> EmailMessage:
    """Return the message; the same letter gives the same one, however often it is tried."""
    name, address = read_sender(sender)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = clean_line(letter.subject)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = message_id
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday answers it
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        if letter.unsubscribe.startswith("https://"):  # RFC 8058 wants that
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message
