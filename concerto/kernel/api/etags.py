"""ETags: the version of a record, for writing on top of it, and a digest of the answer, for not sending it twice.

The digest is needed because an answer can differ while the record does not: by the reader's rights and language, and by
the names of the records it links to.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from django.http import HttpRequest

_OURS = re.compile(r'"(\d{1,18})(?:-[0-9a-f]{12})?"')
NEVER = 0  # a version that no record has


def etag(version: int, body: bytes) -> str:
    return f'"{version}-{blake2b(body, digest_size=6).hexdigest()}"'


def version_read(request: HttpRequest) -> int | None:
    """The version that If-Match insists on; None where it insists on none, NEVER where the tag is none of ours.

    Of several tags the newest counts: versions only grow, so no other can still be the current one.
    """
    return version_of(request.headers.get("If-Match", ""))


def version_of(tags: str) -> int | None:
    """The version that such a text insists on."""
    header = tags.strip()
    if header in ("", "*"):
        return None
    return max(map(int, _OURS.findall(header)), default=NEVER)


def has_already(request: HttpRequest, tag: str) -> bool:
    """Whether If-None-Match says that the client holds this very answer."""
    tags = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    return tag in tags or "*" in tags
