"""Who brings files in, and where they are kept meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from concerto.kernel.access.actor import IMPORT, Actor
from tests import cast


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    settings.FILES = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def steward() -> Actor:
    return cast.acting("data", IMPORT)
