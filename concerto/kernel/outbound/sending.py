"""Sending one request and taking its answer: to the addresses that were checked and no other, within time and size."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

import certifi
import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from concerto.kernel.outbound.addresses import IP
from concerto.kernel.outbound.allowed import Allowed
from concerto.kernel.outbound.refusals import Blocked, NoAnswer
from concerto.kernel.outbound.targets import Resolve, Target, look_up, target

CONNECT, READ, TOTAL = 5.0, 10.0, 15.0  # seconds: to reach, between two bytes, for everything together
LIMIT = 1024 * 1024  # bytes of an answer
REDIRECTS = 3
_MOVED, _SAME = {301, 302, 303}, {307, 308}
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_VALUE = re.compile(r"[\t\x20-\x7e]{0,4000}")
OURS = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "upgrade", "te", "trailer"}
_SECRET = {"authorization", "cookie", "proxy-authorization"}


@dataclass(frozen=True)
class Answer:
    """What came back. `url` is where from, after redirects; `cut` says that the body is only its beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    cut: bool = False


def send(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"", limit: int = LIMIT,
    timeout: float = TOTAL, redirects: int = REDIRECTS, cutting: bool = False, resolve: Resolve = look_up,
) -> Answer:  # fmt: skip
    """Send a request out and answer what came back, whatever its status.

    limit     most bytes of the answer; a longer one raises NoAnswer, or is cut off where `cutting`
    timeout   seconds for everything: looking up, connecting, redirects, the last byte
    Raises Blocked where we do not go, NoAnswer where nothing usable came back.
    """
    plain = dict(headers or {})
    refuse_headers(plain)
    trip = _Trip(settings.OUTBOUND_ALLOW, limit, cutting, resolve)
    return asyncio.run(_in_time(trip.go(method, url, plain, body, redirects), timeout))


async def _in_time(going: Coroutine[Any, Any, Answer], timeout: float) -> Answer:
    try:
        async with asyncio.timeout(timeout):
            return await going
    except TimeoutError:
        raise NoAnswer(
            _("The other side did not answer within %(seconds)s seconds.") % {"seconds": f"{timeout:g}"}
        ) from None


def refuse_headers(headers: Mapping[str, str]) -> None:
    """A header that could end the line, or that is ours to say, is not sent. Raises Blocked."""
    for name, value in headers.items():
        if not _HEADER.fullmatch(name) or not _VALUE.fullmatch(value) or name.lower() in OURS:
            raise Blocked(_("The header “%(name)s” cannot be sent like this.") % {"name": name[:60]})


@cache
def trust() -> ssl.SSLContext:
    """The authorities that the system trusts, and those that browsers do."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True)
class _Trip:
    """One request with its redirects."""

    allowed: Sequence[Allowed]
    limit: int
    cutting: bool
    resolve: Resolve

    async def go(self, method: str, url: str, headers: dict[str, str], body: bytes, redirects: int) -> Answer:
        there = await target(url, self.allowed, self.resolve)
        while True:
            answer = await self.to_any(method, there, headers, body)
            onward = answer.headers.get("location", "") if answer.status in _MOVED | _SAME else ""
            if not onward or redirects == 0:
                return answer
            redirects -= 1
            before, there = there, await target(urljoin(answer.url, onward), self.allowed, self.resolve)
            if before.url.scheme == "https" and there.url.scheme == "http":
                raise Blocked(_("The other side sent us on to an address without encryption."))
            if before.origin != there.origin:
                headers = {name: value for name, value in headers.items() if name.lower() not in _SECRET}
            if answer.status in _MOVED and method != "HEAD":
                method, body = "GET", b""

    async def to_any(self, method: str, there: Target, headers: Mapping[str, str], body: bytes) -> Answer:
        """Ask the first of the addresses that can be reached."""
        for address in there.addresses:
            try:
                return await self.ask(method, there, address, headers, body)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
                raise NoAnswer(_("%(host)s broke off (%(why)s).") % told(there, error)) from error
        raise NoAnswer(_("%(host)s cannot be reached (%(why)s).") % told(there, failed)) from failed

    async def ask(self, method: str, there: Target, address: IP, headers: Mapping[str, str], body: bytes) -> Answer:
        """Connect to this very address; the name is told to the server and its certificate must bear it."""
        timeout = httpx.Timeout(READ, connect=CONNECT)
        own = {"host": there.url.netloc.decode(), "accept-encoding": "identity", "user-agent": "Concerto"}
        async with httpx.AsyncClient(verify=trust(), trust_env=False, timeout=timeout, headers={}) as client:
            request = client.build_request(
                method, there.url.copy_with(host=str(address), fragment=None), headers=own | dict(headers), content=body
            )
            request.extensions["sni_hostname"] = there.host
            response = await client.send(request, stream=True)
            try:
                kept, cut = await self.taken(response)
            finally:
                await response.aclose()
        return Answer(response.status_code, dict(response.headers), kept, str(there.url), cut)

    async def taken(self, response: httpx.Response) -> tuple[bytes, bool]:
        """The body as it was sent: what is packed is not unpacked, for a little can hold a lot."""
        kept = bytearray()
        async for piece in response.aiter_raw(64 * 1024):
            kept += piece
            if len(kept) > self.limit:
                if self.cutting:
                    return bytes(kept[: self.limit]), True
                raise NoAnswer(_("The answer is larger than %(most)s bytes.") % {"most": self.limit})
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise NoAnswer(_("The answer is packed, which we did not ask for."))
        return bytes(kept), False


def told(there: Target, error: Exception) -> dict[str, str]:
    return {"host": there.host[:100], "why": (str(error) or type(error).__name__)[:200]}
