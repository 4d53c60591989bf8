"""Virtual rooms: who provides them. One that can make a room makes its address; of the others a link is pasted."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

UNGUESSABLE = 18  # bytes of chance in the name of a room: whoever knows the name may enter


@dataclass(frozen=True)
class Provider:
    """`hosts`: where its rooms are, by the ends of their names; `make`: the address of a new room, where it can be made."""

    name: str
    hosts: Callable[[], tuple[str, ...]]
    make: Callable[[], str] | None = None


def _jitsi() -> str:
    return f"{settings.MEETING_ROOMS}/Concerto-{secrets.token_urlsafe(UNGUESSABLE)}"


JITSI = Provider("Jitsi", lambda: (str(urlsplit(settings.MEETING_ROOMS).hostname),), _jitsi)
TENCENT = Provider("腾讯会议", lambda: ("meeting.tencent.com", "voovmeeting.com", "meeting.qq.com"))
PROVIDERS = (JITSI, TENCENT)


def provider_of(address: str) -> Provider | None:
    """Whose room an address is; None where nobody knows."""
    host = urlsplit(address).hostname or ""
    return next((each for each in PROVIDERS if any(f".{host}".endswith(f".{end}") for end in each.hosts())), None)
