"""Documents lead where they say, and say the same in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from concerto.site.configuration import NAMES
from tests.docs.guide import ROOT, anchors, documents, files_in, headings, links, named_paths

OF_ITSELF = {"database_role", "database_restricted", "pooled", "debug"}  # what Concerto tells its own processes
CHINESE = sorted([*(ROOT / "docs").rglob("*.zh-CN.md"), *ROOT.glob("*.zh-CN.md")])


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


def is_dead(document: Path, link: str) -> bool:
    if link.startswith(("https://", "http://", "mailto:")):
        return False
    place, _hash, anchor = link.partition("#")
    target = (document.parent / place).resolve() if place else document
    return not target.exists() or (bool(anchor) and anchor not in anchors(target))


def test_every_link_leads_somewhere() -> None:
    dead = [(named(document), link) for document in documents() for link in links(document) if is_dead(document, link)]
    assert dead == []


def test_every_file_spoken_of_is_there() -> None:
    """But for the gifts, which the guide for developers makes."""
    spoken = {path for document in documents() for path in named_paths(document) if "gifts" not in path}
    assert {path for path in spoken if not (ROOT / path).exists()} == set()
    assert spoken


@pytest.mark.parametrize("chinese", CHINESE, ids=named)
def test_both_languages_have_the_same_parts(chinese: Path) -> None:
    english = chinese.with_name(chinese.name.replace(".zh-CN", ""))
    assert headings(chinese) == headings(english)
    assert chinese.name in english.read_text()
    assert english.name in chinese.read_text()


def test_every_guide_is_there_in_both_languages() -> None:
    guides = {path.name for path in (ROOT / "docs" / "guides").iterdir()}
    names = ("users", "administrators", "developers")
    assert guides == {f"{name}{language}.md" for name in names for language in ("", ".zh-CN")}


def test_files_of_a_guide_are_the_same_in_both_languages() -> None:
    guides = ROOT / "docs" / "guides"
    assert files_in(guides / "developers.md") == files_in(guides / "developers.zh-CN.md") != {}


@pytest.mark.parametrize("document", ["docs/guides/administrators.md", "docs/guides/administrators.zh-CN.md"])
def test_every_setting_is_told(document: str) -> None:
    text = (ROOT / document).read_text()
    assert [name for name, id in NAMES.items() if id not in OF_ITSELF and f"`{name}`" not in text] == []


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "adr").iterdir())]
    assert numbers == sorted(set(numbers))
