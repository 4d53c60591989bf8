"""What a database begins with: the first administrator, and a record for every declared role and every module."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.module.model import Module
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.roles import known
from concerto.kernel.actions.change import add
from concerto.kernel.entity.house import House
from concerto.kernel.entity.policy import ADMINISTRATOR
from concerto.kernel.fields.kind import Label


def ensure_admin(password: str | None = None) -> str | None:
    """Make `admin` if there is nobody; answer the password to print once, None where one was given or nothing was made."""
    with transaction.atomic():
        ensure_declared()
        if Person.everything.exists():
            return None
        chosen = password or secrets.token_urlsafe(12)
        name = "管理员" if settings.LANGUAGE_CODE.startswith("zh") else "Administrator"
        add(
            SYSTEM.doing("create"),
            Person(username="admin", name=name, roles=[ADMINISTRATOR.id], password=make_password(chosen)),
        )
    return None if password else chosen


def ensure_declared() -> None:
    """Make a record for each declared role and each module that has none yet; those that are there stay as they are."""
    there = set(Role.everything.values_list("key", flat=True))
    for role in known():
        if role.id not in there:
            english, chinese = in_both(role.label)
            add(SYSTEM.doing("create"), Role(key=role.id, name=english, name_zh=chinese))
    there = set(Module.everything.values_list("key", flat=True))
    for key, label in modules():
        if key not in there:
            english, chinese = in_both(label)
            add(SYSTEM.doing("create"), Module(key=key, name=english, name_zh=chinese))


def modules() -> Iterator[tuple[str, Label]]:
    """Every department above the kernel: what each is called, by the name its nouns know it by."""
    from django.apps import apps

    return (
        (app.label, app.verbose_name)
        for app in apps.get_app_configs()
        if isinstance(app, House) and app.label != "kernel"
    )


def in_both(label: Label) -> tuple[str, str]:
    """A label in English and in Chinese; the second is empty where they are the same."""
    with translation.override("en"):
        english = str(label)
    with translation.override("zh-hans"):
        chinese = str(label)
    return english, "" if chinese == english else chinese
