"""The first administrator, made when nobody is there yet."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.actions.change import add
from concerto.kernel.entity.policy import ADMINISTRATOR


def ensure_admin(password: str | None = None) -> str | None:
    """Make `admin` if there is nobody; answer the password to print once, None where one was given or nothing was made."""
    with transaction.atomic():
        if Person.everything.exists():
            return None
        chosen = password or secrets.token_urlsafe(12)
        name = "管理员" if settings.LANGUAGE_CODE.startswith("zh") else "Administrator"
        add(
            SYSTEM.doing("create"),
            Person(username="admin", name=name, roles=[ADMINISTRATOR.id], password=make_password(chosen)),
        )
    return None if password else chosen
