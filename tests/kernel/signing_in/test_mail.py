"""Mail through a real server: encrypted and with a password, refused, away and back again."""

from __future__ import annotations

import datetime
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from procrastinate.jobs import Job

from concerto.kernel.access.signing_in.jobs import AGAIN, send_reset_link
from concerto.site.mail import mail_settings

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # the server's own, when it is stopped
]
TO, PASSWORD = "liqing@concerto.example", "s3cret/word"


class Box:
    """What a mail server was given; it refuses the addresses in `refused`."""

    def __init__(self, *refused: str) -> None:
        self.mail: list[Envelope] = []
        self.refused = refused

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        if address in self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.mail.append(envelope)
        return "250 OK"


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of “localhost”, made for this test and trusted by it."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(
        now + datetime.timedelta(days=1)
    )
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
        key, hashes.SHA256()
    )
    whole, pem = tmp_path / "mail.pem", serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    whole.write_bytes(secret + made.public_bytes(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(whole))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def serving(certificate: ssl.SSLContext, settings: Any) -> Callable[..., Any]:
    """A mail server that wants STARTTLS and a password, and the settings that lead to it."""

    def known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"concerto", PASSWORD.encode()), handled=False)

    @contextmanager
    def served(box: Box, password: str = "s3cret%2Fword") -> Iterator[None]:
        guard = {"require_starttls": True, "auth_required": True, "authenticator": known}
        server = Controller(box, hostname="localhost", port=free_port(), tls_context=certificate, **guard)
        server.start()
        port = server.server.sockets[0].getsockname()[1]
        address = f"smtp://concerto:{password}@localhost:{port}"
        for name, value in mail_settings(address, "Concerto <c@concerto.example>").items():
            setattr(settings, name, value)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        try:
            yield
        finally:
            server.stop()

    return served


def test_a_link_arrives_encrypted_and_with_a_password(serving: Callable[..., Any]) -> None:
    box = Box()
    with serving(box):
        send_reset_link(TO)
        send_reset_link("nobody@concerto.example")
    [mail] = box.mail
    message = message_from_bytes(mail.content or b"")  # type: ignore[arg-type]  # it is bytes
    body = message.get_payload(decode=True)
    assert (mail.rcpt_tos, message["From"]) == ([TO], "Concerto <c@concerto.example>")
    assert isinstance(body, bytes) and b"/sign-in/link/" in body


@pytest.mark.parametrize("trouble", ["away", "wrong password", "refused"])
def test_nothing_is_lost_while_the_server_does_not_take_it(serving: Callable[..., Any], trouble: str) -> None:
    with serving(
        Box(*[TO] if trouble == "refused" else []), "wrong" if trouble == "wrong password" else "s3cret%2Fword"
    ):
        if trouble != "away":
            assert tried_again_after(failing()) == 3
    if trouble == "away":
        assert tried_again_after(failing()) == 3
    box = Box()
    with serving(box):
        send_reset_link(TO)
    assert [mail.rcpt_tos for mail in box.mail] == [[TO]]


def failing() -> BaseException:
    with pytest.raises((ConnectionRefusedError, SMTPAuthenticationError, SMTPRecipientsRefused)) as failed:
        send_reset_link(TO)
    return failed.value


def tried_again_after(failed: BaseException) -> int:
    """Seconds until the queue tries once more."""
    before = datetime.datetime.now(datetime.UTC)
    job = Job(id=1, queue="mail", lock=None, queueing_lock=None, task_name="mail", attempts=0)
    decision = AGAIN.get_retry_decision(exception=failed, job=job)
    assert send_reset_link.retry_strategy is AGAIN and decision and decision.retry_at
    return round((decision.retry_at - before).total_seconds())
