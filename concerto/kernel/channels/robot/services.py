"""One interface for the robots of WeCom, DingTalk, Feishu and Slack: how a card looks there, how it is signed, what an answer
means. Written from what the services say about their group robots:

WeCom     the key is in the address; template cards; `errcode` 0 is good; 45009: too many
DingTalk  `timestamp` in ms and `sign` in the query; action cards; `errcode` 0 is good; 130101, 660026: too many
Feishu    `timestamp` in s and `sign` in the body; interactive cards; `code` 0 is good; 11232: too many
Slack     the key is in the address; blocks; status 200 is good; 429: too many

Texts are plain wherever a service has plain texts: a record's title is never read as formatting, a link or a call to all.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import orjson

from concerto.kernel.channels.robot.model import Service
from concerto.kernel.channels.robot.telling import Words

A_MINUTE = 20  # cards to a group: what WeCom and DingTalk take
TOO_MANY_REQUESTS, GONE = 429, (404, 410)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~@&])")


@dataclass(frozen=True)
class Form:
    """How one service has it: the card, where a signature goes, and which of its codes mean what."""

    card: Callable[[Words], dict[str, Any]]
    sign: Callable[[str, dict[str, Any], str, datetime], str] | None = None
    code: str = ""  # where its answers say whether it is good
    too_many: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True)
class Outcome:
    """What an answer means: all is well, or a problem; `too_many` wants a pause, after `gone` nothing ever arrives."""

    problem: str = ""
    too_many: bool = False
    gone: bool = False


def request_of(service: str, words: Words, address: str, secret: str, now: datetime) -> tuple[str, bytes]:
    """Where to post, and what."""
    form = FORMS[Service(service)]
    body = form.card(words)
    signed = form.sign(address, body, secret, now) if secret and form.sign else address
    return signed, orjson.dumps(body)


def outcome_of(service: str, status: int, body: bytes) -> Outcome:
    """Services answer 200 to nearly everything and say in the body what became of it."""
    form = FORMS[Service(service)]
    if status == TOO_MANY_REQUESTS:
        return Outcome(f"status {status}", too_many=True)
    if not 200 <= status < 300:
        return Outcome(f"status {status}", gone=status in GONE)
    if not form.code:
        return Outcome()
    said = _said(body)
    code = said.get(form.code)
    if code == 0:
        return Outcome()
    words = str(said.get("errmsg") or said.get("msg") or "")[:200]
    return Outcome(f"{form.code} {code} {words}".strip(), too_many=code in form.too_many)


def _said(body: bytes) -> Mapping[str, Any]:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


# -- signatures
def in_query(address: str, body: dict[str, Any], secret: str, now: datetime) -> str:
    """DingTalk: HMAC-SHA256 of time and secret under the secret, beside the token in the query."""
    stamp = str(int(now.timestamp() * 1000))
    signature = b64encode(hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), sha256).digest()).decode()
    parts = urlsplit(address)
    query = "&".join(part for part in (parts.query, urlencode({"timestamp": stamp, "sign": signature})) if part)
    return urlunsplit(parts._replace(query=query))


def in_body(address: str, body: dict[str, Any], secret: str, now: datetime) -> str:
    """Feishu: HMAC-SHA256 of nothing under time and secret, in the body."""
    stamp = str(int(now.timestamp()))
    signature = b64encode(hmac.new(f"{stamp}\n{secret}".encode(), b"", sha256).digest()).decode()
    body |= {"timestamp": stamp, "sign": signature}
    return address


# -- cards
def wecom(words: Words) -> dict[str, Any]:
    card = {
        "card_type": "text_notice",
        "source": {"desc": "Concerto"},
        "main_title": {"title": words.title[:60]},
        "sub_title_text": words.text[:400],
        "jump_list": [{"type": 1, "title": words.button, "url": words.address}],
        "card_action": {"type": 1, "url": words.address},
    }
    return {"msgtype": "template_card", "template_card": card}


def dingtalk(words: Words) -> dict[str, Any]:
    """Its cards know Markdown alone, so what is said is escaped."""
    text = f"#### {plain(words.title)}\n\n{plain(words.text)}"
    card = {"title": words.title[:60], "text": text, "singleTitle": words.button, "singleURL": words.address}
    return {"msgtype": "actionCard", "actionCard": card}


def feishu(words: Words) -> dict[str, Any]:
    button = {"tag": "button", "text": _plain_text(words.button), "url": words.address, "type": "primary"}
    card = {
        "config": {"wide_screen_mode": True},
        "header": {"title": _plain_text(words.title), "template": "blue"},
        "elements": [{"tag": "div", "text": _plain_text(words.text)}, {"tag": "action", "actions": [button]}],
    }
    return {"msg_type": "interactive", "card": card}


def slack(words: Words) -> dict[str, Any]:
    def text(said: str, most: int) -> dict[str, Any]:
        return {"type": "plain_text", "text": said[:most], "emoji": False}

    blocks = [
        {"type": "header", "text": text(words.title, 150)},
        {"type": "section", "text": text(words.text, 3000)},
        {"type": "actions", "elements": [{"type": "button", "text": text(words.button, 75), "url": words.address}]},
    ]
    short = words.text[:3000].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": short, "blocks": blocks}


def plain(said: str) -> str:
    """Words that Markdown leaves as they are; an @ is followed by a mark of no width, so that it calls nobody."""
    return _MARKDOWN.sub(r"\\\1", said).replace("\\@", "@\u200b")


def _plain_text(said: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": said}


FORMS: Mapping[Service, Form] = {
    Service.WECOM: Form(wecom, code="errcode", too_many=frozenset({45009})),
    Service.DINGTALK: Form(dingtalk, sign=in_query, code="errcode", too_many=frozenset({130101, 660026})),
    Service.FEISHU: Form(feishu, sign=in_body, code="code", too_many=frozenset({11232})),
    Service.SLACK: Form(slack),
}
