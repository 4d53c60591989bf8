"""The kinds of problem documents: what each means, for OpenAPI and for the documents that every problem's `type` leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class ProblemKind:
    id: str
    status: int
    meaning: Label


KINDS = (
    ProblemKind(
        "unclear", 400, _("The question cannot be read: a parameter, a filter, a cursor, or the JSON of the body.")
    ),
    ProblemKind("not-signed-in", 401, _("There is no valid API token and no session.")),
    ProblemKind("forbidden", 403, _("You may see this, but not do it.")),
    ProblemKind("unproved", 403, _("How people come in changes only for a session that showed lately who it is.")),
    ProblemKind("csrf", 403, _("A write within a session came without the header X-CSRFToken.")),
    ProblemKind("not-there", 404, _("There is no such record or address, or you may not see it.")),
    ProblemKind(
        "wrong-method", 405, _("The address exists, but does not do that; the header Allow says what it does.")
    ),
    ProblemKind("refused", 409, _("A rule of the business says no; the detail says which.")),
    ProblemKind(
        "needs-approval",
        409,
        _(
            "Somebody has to agree first. Done on its own it was sent for approval: `approval` says which, and what was asked is done as soon as it is granted."
        ),
    ),
    ProblemKind(
        "conflict",
        409,
        _("A change to undo was built on since; `possible` names the fields that can still be set back."),
    ),
    ProblemKind("gone", 410, _("The content of a file is missing on the server.")),
    ProblemKind("still-running", 409, _("The same Idempotency-Key is at work right now; ask again in a moment.")),
    ProblemKind(
        "stale", 412, _("The record has changed since the version in If-Match was read; nothing was overwritten.")
    ),
    ProblemKind("too-large", 413, _("The body is larger than is taken.")),
    ProblemKind("no-room", 507, _("The disk of the server is full; nothing was kept.")),
    ProblemKind("not-bytes", 415, _("The body is a form where the bytes of a file are expected.")),
    ProblemKind("not-json", 415, _("The body is not sent as application/json.")),
    ProblemKind(
        "invalid", 422, _("Some values cannot be kept; `problems` says of each field what is wrong. Nothing was saved.")
    ),
    ProblemKind("key-used-otherwise", 422, _("This Idempotency-Key came with another request before.")),
    ProblemKind(
        "items-refused",
        422,
        _("Items of a request that is all or nothing cannot be done; `items` says which. Nothing was saved."),
    ),
    ProblemKind(
        "too-many", 429, _("More requests a minute than are taken; the header Retry-After says when to go on.")
    ),
    ProblemKind("error", 500, _("Something went wrong on our side, or before the request reached the API.")),
)


def meaning(status: int) -> str:
    """What a status can mean."""
    return " ".join(str(kind.meaning) for kind in KINDS if kind.status == status)
