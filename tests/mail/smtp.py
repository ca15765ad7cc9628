"""A mail server for tests: real SMTP on the loopback, as far as a mail needs it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast


@dataclass
class Inbox:
    """What the server took, and how it shall answer."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    recipient_reply: str = "250 ok"
    data_reply: str = "250 taken"
    hangs_up_after_data: bool = False  # takes the mail, and the sender never hears of it


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        inbox = cast("_Server", self.server).inbox
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA":
                if not self._take(inbox):
                    return
            elif verb == "RCPT":
                inbox.addresses.append(line)
                self._say(inbox.recipient_reply)
            else:
                self._say("250 ok")

    def _take(self, inbox: Inbox) -> bool:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if inbox.data_reply.startswith("250"):
            message = message_from_bytes(b"".join(lines), policy=default)
            inbox.taken.append(message)
        if inbox.hangs_up_after_data:
            return False
        self._say(inbox.data_reply)
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    inbox: Inbox


@contextmanager
def serving(inbox: Inbox | None = None) -> Iterator[Inbox]:
    """Give the inbox of a server that runs as long as the block; its port stays the same."""
    inbox = inbox or Inbox()
    server = _Server(("127.0.0.1", inbox.port), _Handler)
    server.inbox = inbox
    inbox.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
