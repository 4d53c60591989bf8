"""Hostile pastes, page by page: every form that any page shows is filled with what nobody should send, and sent.

The pages are those of the URL table, the inputs those that stand on them: a new form joins by existing. Each form gets
one of the set in turn, a few get all of it; what is refused is refused with a sentence, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlsplit

import pytest
from django.test import Client

from tests.cast import client_of
from tests.contracts.addresses import Template
from tests.contracts.facts import everybody, world
from tests.contracts.test_canary import addresses
from tests.contracts.test_refusals import NOT_OURS, TRIES
from tests.databases import taken_back
from tests.hashes import Held, held

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
HOSTILE: Mapping[str, str] = {
    "nul": "before\x00after",
    "half a character": "half \ud83d of it",
    "right to left": "\u202e\u2066fdp.exe\u2069",
    "zalgo": "Z" + "".join(map(chr, range(0x300, 0x370))) * 20,
    "script": f"\"'>{SCRIPT}<svg onload=alert(1)>",
    "template": "{{7*7}}{% raw %}%(x)s %n $(id) `id`",
    "spreadsheet": "=cmd|' /C calc'!A0",
    "long word": "W" * 90_000,
    "brackets": "[" * 100_000,
    "braces": '{"a":' * 100_000,
    "filter": "(" * 100_000 + "name = 1",
    "number": "9" * 400,
    "no number": "NaN",
    "lines": "\r\n\u2028\u0085" * 500,
    "nothing": " \u200b\ufeff ",
}
LARGE = "x" * 5_000_000  # twice in a form, which makes ten megabytes
ALL_OF_IT = ("/customers/new",)  # forms with fields of every kind; each other form gets one of the set in turn
LEFT_OUT = ("/sign-out",)
FORESEEN = ("kernel_import",)  # a draft remembers what it would come to, whatever was asked of it
CHOSEN = ("csrfmiddlewaretoken",)  # what is not for people to fill in


@dataclass
class Form:
    """What a page would send: where to, and the inputs that stand in it."""

    action: str
    inputs: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found, self._inside = address, list[Form](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method", "get").lower() == "post"
            if self._inside:
                self.found.append(Form(given.get("action") or self.address))
        elif self._inside and tag in ("input", "textarea", "select", "button") and given.get("name"):
            self.found[-1].inputs[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


def shape(template: Template) -> str:
    """Addresses of one shape lead to one view: those of nouns differ in the noun."""
    return template.route.replace((template.noun and template.route.split("/")[0]) or "\0", "<noun>", 1)


def pages(looking: Client) -> Iterator[Forms]:
    """The forms of one page of every shape, and of those that make a new record of every noun."""
    seen: set[str] = set()
    for template, address in addresses(world(), everybody()["admin"]):
        kind = template.route if template.route.endswith("/new") else shape(template)
        if template.is_api or kind in seen:
            continue
        answer = looking.get(address)
        if answer.status_code == 200 and not answer.streaming and "html" in answer.headers["Content-Type"]:
            seen.add(kind)
            page = Forms(address)
            page.feed(answer.content.decode())
            yield page
        elif answer.streaming:
            b"".join(answer.streaming_content)  # to its end, which closes its file


def encoded(values: Mapping[str, str]) -> bytes:
    return "&".join(
        f"{quote(name)}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}" for name, value in values.items()
    ).encode()


def send(client: Client, form: Form, paste: str) -> Any:
    values = {name: value if name in CHOSEN else paste for name, value in form.inputs.items()}
    return client.post(form.action, encoded(values), content_type="application/x-www-form-urlencoded")


def told(answer: Any) -> str:
    """The words of a refusal; pages and problems both have some."""
    return answer.content.decode().strip()


def faults_of(form: Form, names: Sequence[str], before: Held) -> Iterator[str]:
    """What is wrong with how a form takes these pastes, where the database holds what it held before."""
    for name in names:
        with taken_back():
            client = client_of("admin")
            client.raise_request_exception = False
            answer = send(client, form, HOSTILE[name])
            where = f"{form.action} ← {name}: {answer.status_code}"
            if answer.status_code >= 500:
                yield where
            elif answer.status_code >= 400:
                changed = {table for table, rows in held(but=NOT_OURS).items() if rows != before[table]}
                if changed - {*TRIES, *FORESEEN}:
                    yield f"{where} and changed {sorted(changed)}"
                if not told(answer):
                    yield f"{where} without a word"
            if answer.status_code < 500 and SCRIPT in answer.content.decode():
                yield f"{where} and shows it as it came"
            if answer.status_code == 302 and (shown := client.get(answer.headers["Location"])).status_code >= 500:
                yield f"{where}, and then {answer.headers['Location']}: {shown.status_code}"
            elif answer.status_code == 302 and not shown.streaming and SCRIPT in shown.content.decode():
                yield f"{where}, and then shown as it came"


def test_every_form_of_every_page() -> None:
    some, faults, sent = cycle(HOSTILE), list[str](), set[str]()
    shown = [*pages(client_of("admin"))]
    before = held(but=NOT_OURS)
    for page in shown:
        for form in page.found:
            key = f"{form.action} {sorted(form.inputs)}"
            if key not in sent and urlsplit(form.action).path not in LEFT_OUT:
                sent.add(key)
                faults += faults_of(form, [*HOSTILE] if form.action in ALL_OF_IT else [next(some)], before)
    assert not faults, "\n".join(faults)
    made = {each.split()[0] for each in sent if each.split()[0].endswith("/new")}
    assert len(made) > 20 and len(sent) > 60, sorted(sent)


@pytest.mark.parametrize("address", ["/customers/new", "/notes/new", "/tags/new"])
def test_ten_megabytes_are_refused_with_a_sentence(address: str) -> None:
    client = client_of("admin")
    page = Forms(address)
    page.feed(client.get(address).content.decode())
    before = held(but=NOT_OURS)
    values = {**page.found[-1].inputs, "name": LARGE, "body": LARGE}
    answer = client.post(address, encoded(values), content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (413, 422) and 'role="alert"' in answer.content.decode()
    assert held(but=NOT_OURS) == before
