import contextlib
import json
import socket
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work, committed
from catalog.jobs.models import Job
from catalog.kernel.errors import RuleBroken
from catalog.mail import services
from catalog.mail.models import MailState, OutgoingMail
from catalog.settings import Settings
from tests.conftest import NOW
from tests.mail.conftest import Deliver
from tests.mail.smtp import Inbox, serving

ADDRESS = "sekar@contoh.example"


def _post(work: Work, **changes: str) -> OutgoingMail:
    parts = {
        "to": ADDRESS,
        "language": "id",
        "subject": "Kode Ibu",
        "text": "Kode: 7KQM\n",
        "html": "<p>Kode: <b>7KQM</b></p>",
    }
    mail_id = services.post(work, **{**parts, **changes})
    return work.session.get_one(OutgoingMail, mail_id)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_mail_arrives_with_both_texts_and_a_way_out(work: Work, deliver: Deliver) -> None:
    mail = _post(work, unsubscribe="https://sarumban.example/kabar/berhenti/abc")
    with serving() as inbox:
        assert deliver(port=inbox.port) == []
    (got,) = inbox.taken
    assert got["To"] == ADDRESS
    assert got["From"] == "Sarumban <pos@sarumban.example>"
    assert got["Subject"] == "Kode Ibu"
    assert got["Message-ID"] == f"<{mail.id.hex}@sarumban.example>"
    assert got["List-Unsubscribe"] == "<https://sarumban.example/kabar/berhenti/abc>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert _body(got, "plain") == "Kode: 7KQM\n"
    assert "<b>7KQM</b>" in _body(got, "html")
    assert mail.state is MailState.SENT
    assert mail.sent_at == NOW


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_of_a_change_that_failed_is_never_sent(work: Work, deliver: Deliver) -> None:
    with contextlib.suppress(ZeroDivisionError), committed(work):
        _post(work)
        raise ZeroDivisionError
    with serving() as inbox:
        deliver(port=inbox.port)
    assert inbox.taken == []
    assert work.session.scalars(select(Job)).all() == []


def test_nothing_is_lost_while_the_server_is_down(work: Work, deliver: Deliver) -> None:
    mail = _post(work)
    port = _free_port()
    assert deliver(port=port) == ["not sent yet: ConnectionRefusedError"]
    assert (mail.state, mail.problem) == (MailState.WAITING, "ConnectionRefusedError")
    with serving(Inbox(port=port)) as inbox:
        assert deliver(port=port, now=NOW + timedelta(minutes=1)) == []
        deliver(port=port, now=NOW + timedelta(minutes=2))
    assert len(inbox.taken) == 1
    assert (mail.state, mail.problem, mail.tries) == (MailState.SENT, "", 2)


def test_a_server_that_wants_it_later_gets_it_later(work: Work, deliver: Deliver) -> None:
    mail = _post(work)
    with serving(Inbox(data_reply="451 greylisted")) as inbox:
        assert deliver(port=inbox.port) == ["not sent yet: the server refused the mail: 451"]
        inbox.data_reply = "250 taken"
        assert deliver(port=inbox.port) == []
    assert mail.state is MailState.SENT


def test_an_address_that_does_not_exist_is_not_tried_again(work: Work, deliver: Deliver) -> None:
    mail = _post(work)
    with serving(Inbox(recipient_reply=f"550 no such user {ADDRESS}")) as inbox:
        assert deliver(port=inbox.port) == []
        deliver(port=inbox.port)
    assert mail.state is MailState.FAILED
    assert mail.tries == 1
    assert ADDRESS not in mail.problem
    assert "550" in mail.problem


def test_a_crash_between_sending_and_noting_sends_no_more_than_three_times(
    work: Work, deliver: Deliver, session: Session
) -> None:
    mail = _post(work)
    with serving() as inbox:
        for hour in range(6):
            deliver(port=inbox.port, now=NOW + timedelta(hours=hour))
            if mail.state is MailState.SENT:  # the news is lost as the machine dies
                mail.state = MailState.SENDING
                session.commit()
    assert len(inbox.taken) == 3
    assert len({message["Message-ID"] for message in inbox.taken}) == 1
    assert mail.state is MailState.FAILED


def test_what_one_worker_sends_no_other_sends_at_the_same_moment(
    work: Work, deliver: Deliver, session: Session
) -> None:
    mail = _post(work)
    session.commit()
    assert services.claim(work, mail.id, sender="pos@sarumban.example") is not None
    with serving() as inbox:
        assert deliver(port=inbox.port) == ["another worker sends this mail"]
    assert inbox.taken == []


def test_address_and_words_are_sealed_and_leave_no_trace_in_the_job(work: Work) -> None:
    mail = _post(work)
    assert mail.sealed_to is not None
    assert mail.sealed_content is not None
    assert ADDRESS.encode() not in mail.sealed_to
    assert b"7KQM" not in mail.sealed_content
    (job,) = work.session.scalars(select(Job))
    assert job.name == services.JOB
    assert "contoh" not in json.dumps(job.arguments)


@pytest.mark.parametrize(
    "to", ["sekar@contoh.example\nBcc: x@contoh.example", "sekar", "a@b.example, c@d.example"]
)
def test_an_address_that_smuggles_is_refused(work: Work, to: str) -> None:
    with pytest.raises(RuleBroken):
        _post(work, to=to)


def test_a_subject_cannot_add_a_header(work: Work, deliver: Deliver) -> None:
    _post(work, subject="Halo\r\nBcc: x@contoh.example\r\n\r\nisi lain")
    with serving() as inbox:
        deliver(port=inbox.port)
    (got,) = inbox.taken
    assert got["Bcc"] is None
    assert got["Subject"] == "Halo Bcc: x@contoh.example isi lain"
    assert len(inbox.addresses) == 1


def test_a_way_out_cannot_add_a_header(work: Work) -> None:
    with pytest.raises(ValueError, match="unsubscribe"):
        _post(work, unsubscribe="https://x.example/>\r\nBcc: y")


def test_without_a_server_a_developer_finds_the_mail_in_a_folder(
    work: Work, deliver: Deliver, settings: Settings
) -> None:
    _post(work, subject="Kode masuk Ibu/Bapak: 7KQM")
    deliver()
    (path,) = settings.mail_dir.iterdir()
    assert path.name.startswith("20261122-100000-kode-masuk-ibu-bapak-7kqm-")
    got = message_from_bytes(path.read_bytes(), policy=default)
    assert got["To"] == ADDRESS
    assert "7KQM" in _body(got, "html")


def test_a_month_later_nobody_can_read_a_mail(work: Work, deliver: Deliver) -> None:
    mail = _post(work)
    deliver()
    work.now = NOW + timedelta(days=29)
    services.tidy(work)
    work.session.expire_all()
    assert mail.sealed_content is not None
    work.now = NOW + timedelta(days=31)
    services.tidy(work)
    work.session.expire_all()
    gone = [mail.sealed_to, mail.sealed_content]
    assert gone == [None, None]
    assert mail.state is MailState.SENT


def test_a_mail_whose_job_was_given_up_is_asked_for_again_until_it_is_no_news(
    work: Work,
) -> None:
    mail = _post(work)
    work.now = NOW + timedelta(days=2)
    services.tidy(work)
    assert len(work.session.scalars(select(Job)).all()) == 2
    work.now = NOW + timedelta(days=6)
    services.tidy(work)
    work.session.expire_all()
    assert len(work.session.scalars(select(Job)).all()) == 2
    assert mail.state is MailState.FAILED
