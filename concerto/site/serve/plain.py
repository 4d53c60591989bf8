"""What the bridge says itself, where Django is not asked or did not answer: in both languages, as it cannot know whose it is."""

from __future__ import annotations

import json
from html import escape
from http import HTTPStatus

from concerto.kernel.ui.assets import styles

Header = tuple[str, str]
FAILED = (
    "Something went wrong here. Look whether what you sent has arrived, and send it again if not; the server's log says more.",
    "这里出了问题。请查看你发送的内容是否已到达，如未到达请重新发送；服务器日志有详情。",
)


def too_large(megabytes: int) -> tuple[str, str]:
    return (
        f"This is larger than {megabytes} MB. Nothing was kept: go back and send less at once.",
        f"超过 {megabytes} MB，未保留任何内容。请返回，分次发送。",
    )


def plainly(
    path: str, status: HTTPStatus, sentences: tuple[str, str], accepted: str = ""
) -> tuple[list[Header], bytes]:
    """Headers and body of a refusal: a problem for a program, a page where a browser asks for one, else text."""
    if path.startswith("/api/"):
        problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": " ".join(sentences)}
        kind, body = "application/problem+json", json.dumps(problem, ensure_ascii=False).encode()
    elif "text/html" in accepted:
        kind, body = "text/html; charset=utf-8", page(status, sentences).encode()
    else:
        kind, body = "text/plain; charset=utf-8", "\n".join([*sentences, ""]).encode()
    fixed = [("Cache-Control", "no-store"), ("Content-Security-Policy", "default-src 'none'; style-src 'self'")]
    return [("Content-Type", kind), ("Content-Length", str(len(body))), *fixed], body


def page(status: HTTPStatus, sentences: tuple[str, str]) -> str:
    """A page of the house that needs nothing but its style sheet."""
    sheets = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in styles("main.ts"))
    english, chinese = map(escape, sentences)
    return f"""<!doctype html>
<html lang="en" data-theme="system"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{english} · Concerto</title>{sheets}</head>
<body><div class="gate"><main class="gate-c"><div class="fault"><h1>{english}</h1><h1 lang="zh-Hans">{chinese}</h1>
<p><a class="btn" href="/">Concerto 协奏</a> <code>{status.value}</code></p></div></main></div></body></html>
"""
