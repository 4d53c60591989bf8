"""What the bridge says itself, where Django is not asked or did not answer: in both languages, as it cannot know whose it is."""

from __future__ import annotations

import json
from http import HTTPStatus

Header = tuple[str, str]
FAILED = ("Something went wrong here. The server's log says more.", "这里出了问题，服务器日志有详情。")


def too_large(megabytes: int) -> tuple[str, str]:
    return f"This is larger than {megabytes} MB. Nothing was kept.", f"超过 {megabytes} MB，未保留任何内容。"


def plainly(path: str, status: HTTPStatus, sentences: tuple[str, str]) -> tuple[list[Header], bytes]:
    """Headers and body of a refusal: a problem for a program, text for a person."""
    if path.startswith("/api/"):
        problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": " ".join(sentences)}
        kind, body = "application/problem+json", json.dumps(problem, ensure_ascii=False).encode()
    else:
        kind, body = "text/plain; charset=utf-8", "\n".join([*sentences, ""]).encode()
    return [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")], body
