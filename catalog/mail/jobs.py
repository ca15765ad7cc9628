"""What the worker does about mails."""

from uuid import UUID

from flask import current_app

from catalog.db.work import Work
from catalog.jobs.rules import Trouble, slow
from catalog.jobs.services import step
from catalog.mail import services
from catalog.mail.transport import (
    FolderTransport,
    MailDelayed,
    MailRefused,
    SmtpTransport,
    Transport,
)
from catalog.settings import Settings


def transport_of(settings: Settings) -> Transport:
    """Return the way that mails go on this site."""
    server = settings.mail_server
    return SmtpTransport(server) if server else FolderTransport(settings.mail_dir)


@slow
def send(work: Work, *, mail_id: UUID) -> None:
    """Send one mail; nobody waits for the database while a server thinks."""
    settings: Settings = current_app.extensions["catalog_settings"]
    try:
        with step(work):
            claimed = services.claim(work, mail_id, sender=settings.mail_from)
    except services.Busy as error:
        raise Trouble("another worker sends this mail") from error
    if claimed is None:
        return
    try:
        transport_of(settings).deliver(claimed.message)
    except MailRefused as error:
        with step(work):
            services.mark_refused(work, mail_id, str(error))
    except MailDelayed as error:
        with step(work):
            services.mark_delayed(work, mail_id, str(error))
        raise Trouble(f"not sent yet: {error}") from error
    else:
        with step(work):
            services.mark_sent(work, mail_id)


def tidy(work: Work) -> None:
    """Keep the list of mails short and complete."""
    services.tidy(work)
