"""The guide for developers, followed to the letter: the noun is made of its blocks, migrated, and its tests are run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.docs.guide import ROOT, files_in

GUIDE = ROOT / "docs" / "guides" / "developers.md"
SETTINGS = """
import concerto

concerto.__path__.append({place!r})  # what the guide adds to the package stands beside it
from tests.settings import *

INSTALLED_APPS.insert(INSTALLED_APPS.index("concerto.site.apps.Site"), {app!r})
"""
CONFTEST = """
import pytest
from django.core.management import call_command
from tests.conftest import nothing_added
from tests.databases import Databases, connected
from tests.settings import HERE, HOME


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    with django_db_blocker.unblock(), Databases(HOME, HERE.database_url).running() as databases:
        name = databases.clone({template!r})
        with connected(databases.owner(name)):
            call_command("makemigrations", "gifts", verbosity=0)
            call_command("migrate", "gifts", verbosity=0)
        with connected(databases.app(name)):
            yield
        databases.drop(name)
"""
DERIVED = """
from concerto.kernel.entity.checks import mistakes_in
from concerto.kernel.entity.explain import explained
from concerto.kernel.entity.registry import named


def test_the_noun_is_described_well() -> None:
    assert list(mistakes_in(named("gift"))) == []
    assert any("approve  hand-over" in line for line in explained(named("gift")))
"""


def written(place: Path, template: str) -> None:
    """Everything the guide says, as files below `place`."""
    files = files_in(GUIDE)
    for path, text in files.items():
        put(place / path.removeprefix("concerto/").replace("tests/", "checks/"), text)
    for package in ("gifts", "gifts/gift"):
        put(place / package / "__init__.py", "")
    app = re.search(r'^    "(concerto\.gifts\.[\w.]+)",$', GUIDE.read_text(), re.MULTILINE)
    assert app
    put(place / "of_the_guide.py", SETTINGS.format(place=str(place), app=app[1]))
    put(place / "conftest.py", CONFTEST.format(template=template))
    put(place / "checks" / "test_derived.py", DERIVED)


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_the_noun_of_the_guide_works_as_written(tmp_path: Path, cast_template: str) -> None:
    written(tmp_path, cast_template)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))},
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]),
        "DJANGO_SETTINGS_MODULE": "of_the_guide",
    }
    words = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        f"--rootdir={tmp_path}",
        "checks",
    ]
    run = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    tests = sum(text.count("\ndef test_") for text in (DERIVED, files_in(GUIDE)["tests/gifts/test_gift.py"]))
    assert f"{tests} passed" in run.stdout
