"""Who knocks: the network address and the device of a request, in words short enough to be recognised."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("MicroMessenger", "WeChat"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Visitor:
    """`place` is the network address, `device` something like “Firefox · Windows”."""

    place: str
    device: str


def visitor(request: HttpRequest) -> Visitor:
    return Visitor(request.META.get("REMOTE_ADDR", "")[:60], device_of(request.headers.get("User-Agent", "")))


def device_of(agent: str) -> str:
    """Browser and system by the marks they carry; what is unknown is named by how it names itself."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    known = " · ".join(part for part in (browser, system) if part)
    return known or "".join(sign for sign in agent.split("/")[0] if sign.isprintable())[:60]
