"""Django's mail settings, from one address."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

PATIENCE = 15  # seconds
PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587  # whoever hands mail over there must encrypt first


def mail_settings(url: str | None, sender: str) -> dict[str, Any]:
    """`smtp://user:password@host:port`; on port 587, and wherever a password is sent, smtp is encrypted by STARTTLS.

    Without an address no mail is sent, and pages say so.
    """
    if url is None:
        return {"EMAIL_HOST": "", "DEFAULT_FROM_EMAIL": sender}
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and (port == SUBMISSION or bool(parts.password)),
        "EMAIL_TIMEOUT": PATIENCE,
        "DEFAULT_FROM_EMAIL": sender,
    }
