"""What one setting may hold: how its text is read, and how a refusal names what is allowed."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from concerto.kernel.database.errors import Sentence
from concerto.kernel.outbound.allowed import Allowed, entries

_ = Sentence
USUAL_PORTS = {"http": 80, "https": 443}
SWITCHES = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}
LEAST_SECRET = 32
LEAST_PASSWORD = 10
LONGEST_NAME = 100


class Misconfigured(Exception):
    """A setting is wrong. `sentence` names it, what is wrong and what is allowed; nothing was started."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(ValueError):
    """The text of a setting is not one of its values; the sentence says what is."""

    def __init__(self, allowed: Sentence) -> None:
        super().__init__(allowed)
        self.allowed = allowed


@dataclass(frozen=True)
class Setting:
    """How CONCERTO_<NAME> is read. `read` raises NotAllowed. The text of a `secret` is never shown."""

    read: Callable[[str], Any]
    default: str | None = None
    secret: bool = False


def folder(value: str) -> Path:
    """A folder, made absolute; `~` is one's own."""
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError:
        raise NotAllowed(_("a folder whose owner exists")) from None


def whole_number(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise NotAllowed(_("a whole number from {least} to {most}", least=least, most=most))
        return int(value)

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise NotAllowed(_("one of {choices}", choices=", ".join(choices)))
        return value

    return read


def on_or_off(value: str) -> bool:
    if value.lower() not in SWITCHES:
        raise NotAllowed(_("on or off"))
    return SWITCHES[value.lower()]


def at_least(length: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        if len(value) < length:
            raise NotAllowed(_("at least {length} characters", length=length))
        return value

    return read


def several(read: Callable[[str], str]) -> Callable[[str], list[str]]:
    """Values separated by commas, each read alike; none is none."""
    return lambda value: [read(each.strip()) for each in value.split(",") if each.strip()]


def host(value: str) -> str:
    """A name or an address to listen at."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", value) and not _is_address(value):
        raise NotAllowed(_("a host name or an address, such as 127.0.0.1 or 0.0.0.0"))
    return value


def media_types(value: str) -> tuple[str, ...]:
    """Types of files between spaces or commas; `none` for no type at all."""
    types = () if value == "none" else tuple(re.split(r"[\s,]+", value))
    if not all(re.fullmatch(r"[a-z]+/[a-z0-9][a-z0-9.+-]*", each) for each in types):
        raise NotAllowed(_("types such as application/zip between commas, or none"))
    return types


def web_address(value: str) -> str:
    """Scheme, host and port in the form in which browsers name an origin: small letters, no port that is usual."""
    try:
        parts = urlsplit(value)
        port = parts.port
        good = parts.scheme in USUAL_PORTS and parts.hostname and port != 0 and value.isascii()
    except ValueError:
        good = False
    if not good or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise NotAllowed(_("an address without a path, such as https://crm.example.com"))
    usual = port is None or port == USUAL_PORTS[parts.scheme]
    return f"{parts.scheme}://{bracketed(str(parts.hostname))}" + ("" if usual else f":{port}")


def bracketed(name: str) -> str:
    """A host as it stands in an address: one of IPv6 in brackets."""
    return f"[{name}]" if ":" in name else name


def internal_services(value: str) -> tuple[Allowed, ...]:
    """What may be called though it is not out on the Internet."""
    try:
        return entries(value)
    except ValueError as wrong:
        raise NotAllowed(_("names, addresses and networks, such as hooks.internal:8080, 10.1.2.0/24")) from wrong


def postgres_address(value: str) -> str:
    """Only how it begins; whoever connects reads the rest, and refuses it without showing a password."""
    if not value.startswith(("postgres://", "postgresql://")):
        raise NotAllowed(_("an address such as postgres://user:password@host:5432/database"))
    return value


def mail_server(value: str) -> str:
    """Where mail is handed over: in the clear or by STARTTLS (smtp), or encrypted from the start (smtps)."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise NotAllowed(_("an address such as smtp://user:password@mail.example.com:587"))
    return value


def mail_address(value: str) -> str:
    from email.utils import parseaddr

    if "@" not in parseaddr(value)[1] or not value.isprintable():
        raise NotAllowed(_("a mail address such as Concerto <crm@example.com>"))
    return value


def time_zone(value: str) -> str:
    from zoneinfo import available_timezones

    known = available_timezones()
    if value not in known:
        nearest = get_close_matches(value, known, n=1, cutoff=0.5)
        raise NotAllowed(_("a time zone such as {example}", example=nearest[0] if nearest else "Asia/Shanghai"))
    return value


def own_name(value: str) -> str:
    """What something is called, on one line."""
    if len(value) > LONGEST_NAME or not value.isprintable():
        raise NotAllowed(_("a line of at most {longest} characters", longest=LONGEST_NAME))
    return value.strip()


def currency(value: str) -> str:
    from babel.core import get_global

    if value not in get_global("all_currencies"):
        raise NotAllowed(_("three letters of ISO 4217, such as CNY, USD or EUR"))
    return value


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True
