"""Whether this process lives, and whether it can serve: what a load balancer or a supervisor asks."""

from __future__ import annotations

from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse


def alive(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all."""
    return said("alive")


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and fits this code, else 503 with what is missing."""
    try:
        missing = expected() - MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return said("the database does not answer", status=503)
    return said("the database lacks migrations", status=503) if missing else said("ready")


@cache
def expected() -> frozenset[tuple[str, str]]:
    """Every migration that this code knows."""
    return frozenset(MigrationLoader(None).disk_migrations)


def said(words: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
