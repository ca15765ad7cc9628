import socket
from email.message import EmailMessage
from pathlib import Path

import pytest

from catalog.kernel.mailbox import MailServer
from catalog.mail.message import Letter, build
from catalog.mail.transport import FolderTransport, MailDelayed, MailRefused, SmtpTransport
from tests.conftest import NOW
from tests.mail.smtp import Inbox, serving

LETTER = Letter(
    to="sekar@contoh.example",
    language="id",
    subject="Kabar: “izin” – 30 hari",
    text=f"Halo,\n.\n..titik\n{'panjang ' * 300}\nselesai\n",
    html="<p>Halo</p>",
)


def _message() -> EmailMessage:
    return build(LETTER, sender="Sarumban <pos@x.example>", message_id="<1@x>", written_at=NOW)


def _server(port: int, **changes: object) -> MailServer:
    parts = {"host": "127.0.0.1", "port": port, "is_tls": False, "needs_starttls": False}
    return MailServer(**{**parts, **changes})  # type: ignore[arg-type]  # a test's shorthand


def test_dots_long_lines_and_typographic_signs_arrive_as_they_were_written() -> None:
    with serving() as inbox:
        SmtpTransport(_server(inbox.port)).deliver(_message())
    (got,) = inbox.taken
    assert got["Subject"] == LETTER.subject
    part = got.get_body(("plain",))
    assert part is not None
    assert str(part.get_content()).replace("\r\n", "\n") == LETTER.text
    assert max(len(line) for line in got.as_bytes().splitlines()) <= 998


def test_a_server_without_tls_gets_neither_mail_nor_password() -> None:
    with serving() as inbox:
        server = _server(inbox.port, needs_starttls=True, user="pos", password="rahasia")
        with pytest.raises(MailDelayed):
            SmtpTransport(server).deliver(_message())
    assert inbox.taken == []
    assert inbox.addresses == []


def test_a_server_that_does_not_speak_tls_where_it_should_is_only_a_delay() -> None:
    with serving() as inbox, pytest.raises(MailDelayed):
        SmtpTransport(_server(inbox.port, is_tls=True), timeout=0.5).deliver(_message())


def test_a_server_that_never_answers_is_only_a_delay() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        with pytest.raises(MailDelayed):
            SmtpTransport(_server(port), timeout=0.2).deliver(_message())


def test_a_server_that_hangs_up_after_the_mail_is_only_a_delay() -> None:
    with serving(Inbox(hangs_up_after_data=True)) as inbox, pytest.raises(MailDelayed):
        SmtpTransport(_server(inbox.port)).deliver(_message())


@pytest.mark.parametrize(
    ("reply", "error"), [("552 too large", MailRefused), ("452 full", MailDelayed)]
)
def test_the_servers_number_decides_whether_it_is_tried_again(
    reply: str, error: type[Exception]
) -> None:
    with serving(Inbox(data_reply=reply)) as inbox, pytest.raises(error) as raised:
        SmtpTransport(_server(inbox.port)).deliver(_message())
    assert LETTER.to not in str(raised.value)


def test_a_full_disk_or_a_folder_that_is_a_file_is_only_a_delay(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("")
    with pytest.raises(MailDelayed):
        FolderTransport(tmp_path / "mail").deliver(_message())


def test_trying_again_writes_the_same_file(tmp_path: Path) -> None:
    for _try in range(2):
        FolderTransport(tmp_path / "mail").deliver(_message())
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name.startswith("20261122-100000-kabar-izin-30-hari-1")
