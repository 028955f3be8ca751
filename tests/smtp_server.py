"""A mail server for tests: a real socket that speaks as much SMTP as smtplib needs, and keeps what came."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Delivered:
    """One mail as it came: who it was for on the envelope, and what it says."""

    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=default)  # type: ignore[return-value]

    @property
    def text(self) -> str:
        return str(self.message.get_content())


@dataclass
class MailServerOfTests:
    port: int = 0
    mails: list[Delivered] = field(default_factory=list)
    # What it answers to each RCPT, by address; everything else is taken.
    refuses: dict[str, bytes] = field(default_factory=dict)
    # Cuts the line when the text of the n-th mail has come, before it says that it has it.
    hangs_up_on: int = 0


@contextmanager
def mail_server() -> Iterator[MailServerOfTests]:
    kept = MailServerOfTests()

    class Conversation(socketserver.StreamRequestHandler):
        recipients: list[str]

        def say(self, line: bytes) -> None:
            self.wfile.write(line + b"\r\n")

        def handle(self) -> None:
            self.recipients = []
            self.say(b"220 test")
            for line in self.rfile:
                word = line[:4].upper().strip()
                if word == b"QUIT":
                    self.say(b"221 bye")
                    return
                if word == b"DATA" and not self.take():
                    return
                if word != b"DATA":
                    self.say(self.answer(word, line))

        def answer(self, word: bytes, line: bytes) -> bytes:
            if word == b"RCPT":
                address = line.split(b"<")[1].split(b">")[0].decode()
                if address in kept.refuses:
                    return kept.refuses[address]
                self.recipients.append(address)
            return b"250 ok"

        def take(self) -> bool:
            self.say(b"354 go on")
            raw = b""
            while (line := self.rfile.readline()) != b".\r\n":
                raw += line
            if kept.hangs_up_on == len(kept.mails) + 1:
                kept.hangs_up_on = 0
                return False
            kept.mails.append(Delivered(self.recipients, raw))
            self.recipients = []
            self.say(b"250 taken")
            return True

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Conversation) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield kept
        server.shutdown()
        thread.join(5)
