"""Writes that may be sent again: with an Idempotency-Key the same request is done once and answered the same each time.

The answer is kept in the transaction of the write itself, so a crash leaves both or neither. What was refused changed
nothing and is not kept: it may be sent again with the same key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

import orjson
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.api.asking import raw_body
from concerto.kernel.api.limits import scope_of
from concerto.kernel.api.refusals import KeyUsedOtherwise, StillRunning
from concerto.kernel.query.language import Unclear

HEADER = "Idempotency-Key"
HOURS = 24
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_TAKE = "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
_FIND = f"""
    select digest, status, headers, body from api_answer
    where scope = %s and key = %s and at > now() - interval '{HOURS} hours'
"""
_KEEP = """
    insert into api_answer (scope, key, digest, status, headers, body) values (%s, %s, %s, %s, %s, %s)
    on conflict (scope, key) do update set
        digest = excluded.digest, status = excluded.status, headers = excluded.headers, body = excluded.body, at = now()
"""
_FORGET = f"delete from api_answer where at < now() - interval '{HOURS} hours'"


def once(request: HttpRequest, actor: Actor, do: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `do`, or the one that the same request was given before.

    Raises StillRunning while the same key is at work, KeyUsedOtherwise where it came with another request.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method in ("GET", "HEAD"):
        return do()
    if not _KEY.fullmatch(key):
        raise Unclear(_("“Idempotency-Key” is 1 to 200 characters of ASCII without spaces."))
    scope, asked = scope_of(request, actor), digest(request)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [f"{scope} {key}"])
        if not cursor.fetchone()[0]:
            raise StillRunning()
        cursor.execute(_FIND, [scope, key])
        found = cursor.fetchone()
        if found:
            return again(asked, *found)
        response = do()
        kept = {
            name: response.headers[name] for name in ("Content-Type", "ETag", "Location") if name in response.headers
        }
        cursor.execute(_KEEP, [scope, key, asked, response.status_code, orjson.dumps(kept).decode(), response.content])
    return response


def digest(request: HttpRequest) -> bytes:
    """What makes a request the same: where to, on what condition, and what is said."""
    said = (request.method, request.get_full_path(), request.headers.get("If-Match", ""))
    return sha256(orjson.dumps(said) + b"\n" + raw_body(request)).digest()


def again(asked: bytes, digest: bytes, status: int, headers: str, body: bytes) -> HttpResponse:
    if bytes(digest) != asked:
        raise KeyUsedOtherwise()
    response = HttpResponse(
        bytes(body), status=status, headers={"Idempotent-Replayed": "true", "Cache-Control": "no-store, private"}
    )
    del response.headers["Content-Type"]
    for name, value in orjson.loads(headers).items():
        response.headers[name] = value
    return response


def forget_old() -> None:
    """Delete the answers that nobody may ask for any more."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
