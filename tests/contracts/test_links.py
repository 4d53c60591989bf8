"""Nobody is offered a way that is then refused: a walk by the links, from the first page on, as several roles."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.cast import client_of

pytestmark = pytest.mark.django_db
WALKED = ["service", "newcomer"]
LINK = re.compile(r'\b(href|hx-get)="(/[^/"][^"#]*|\?[^"#]*|/)')
ELSEWHERE = re.compile(r"/(static|api)/|/(export|content|picture|download|rejected|left)(\?|$)")  # no pages


@pytest.mark.parametrize("username", WALKED)
def test_no_link_leads_to_a_refusal(username: str) -> None:
    client, seen, refused = client_of(username), set[str](), dict[str, str]()
    ways = deque([("/", "", False)])
    while ways:
        address, via, is_part = ways.popleft()
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        answer = client.get(address, follow=True, headers={"HX-Request": "true"} if is_part else {})
        if answer.status_code >= 400:
            refused[address] = f"{answer.status_code}, by {via}"
        text = answer.content.decode() if not answer.streaming else ""
        for kind, found in LINK.findall(text):
            to = unescape(found if found.startswith("/") else f"{urlsplit(address).path}{found}")
            if not ELSEWHERE.search(to):
                ways.append((to, address, kind == "hx-get"))
    assert refused == {}
    assert len(seen) > 60, sorted(seen)


def shape(address: str) -> str:
    """The same for addresses that differ in nothing but numbers and values; of a list, in how it is arranged."""
    parts = urlsplit(address)
    asked = [] if parts.path.endswith("/") else sorted(part.partition("=")[0] for part in parts.query.split("&"))
    return "?".join([re.sub(r"\d+", "N", parts.path), *asked])
