"""Fields that a test adds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.custom_field.model import CustomField
from tests.cast import acting


@pytest.fixture
def add_field() -> Callable[..., CustomField]:
    """`add_field("x_birthday", kind="day")`: an administrator adds a field to customers, and everybody learns of it."""

    def add(key: str, **values: Any) -> CustomField:
        given = {"noun": "customer", "key": key, "label": key.removeprefix("x_").capitalize(), **values}
        made = standard.create(acting("admin"), named("custom-field"), given)
        acting("admin")
        assert isinstance(made, CustomField)
        return made

    return add
