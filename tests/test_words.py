"""Every sentence a person can see is in the Chinese catalogue, with the same places to fill."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils import translation

from concerto.kernel.entity.registry import entities

ROOT = Path(__file__).parent.parent
PACKAGE, WEB = ROOT / "concerto", ROOT / "web"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PYTHON = {
    "_": None,
    "say": None,
    "gettext": None,
    "gettext_lazy": None,
    "Sentence": None,
    "ngettext": (1, 2),
    "gettext_noop": None,
}
PAGES = {"_": None, "gettext": None, "ngettext": (1, 2)}
SPOKEN_BY_SCRIPTS = re.compile(r"\bt\(\s*(\"(?:[^\"\\]|\\.)*\")")
FOLDERS_OF_SCRIPTS = ("elements", "lib", "page")


def sentences() -> dict[str, set[str]]:
    """English sentence → files that say it."""
    said: dict[str, set[str]] = defaultdict(set)
    for file, sentence in (*from_python(), *from_pages(), *from_scripts()):
        said[sentence].add(str(file.relative_to(ROOT)))
    return said


def from_python() -> Iterator[tuple[Path, str]]:
    for file in PACKAGE.rglob("*.py"):
        yield from ((file, sentence) for sentence in extracted("python", file, PYTHON))


def from_pages() -> Iterator[tuple[Path, str]]:
    for folder in PACKAGE.rglob("jinja2"):
        for file in folder.rglob("*.html"):
            yield from ((file, sentence) for sentence in extracted("jinja2", file, PAGES))


def from_scripts() -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS_OF_SCRIPTS:
        for file in (WEB / folder).rglob("*.ts"):
            yield from ((file, ast_text(literal)) for literal in SPOKEN_BY_SCRIPTS.findall(file.read_text()))


def extracted(method: str, file: Path, keywords: dict[str, tuple[int, ...] | None]) -> Iterator[str]:
    options = {"extensions": "jinja2.ext.do", "trimmed": "true"} if method == "jinja2" else {}
    for _line, message, _comments, _context in extract(method, BytesIO(file.read_bytes()), keywords, options=options):
        yield from message if isinstance(message, tuple) else (message,)


def ast_text(literal: str) -> str:
    return str(literal[1:-1]).replace('\\"', '"').replace("\\\\", "\\")


def places(text: str) -> set[str]:
    """What is to be filled in: %(name)s and {name}."""
    return set(re.findall(r"%\((\w+)\)[sd]", text)) | {name for _text, name, _spec, _kind in braces(text) if name}


def braces(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(text))
    except ValueError:  # a lone brace is a brace
        return []


@pytest.fixture(scope="module")
def catalogue() -> dict[str, list[str]]:
    """English sentence → what it is in Chinese."""
    with CATALOGUE.open("rb") as file:
        known = read_po(file, locale="zh_Hans")
    return {
        key: list(strings(message.string))
        for message in known
        if message.id and not message.fuzzy
        for key in strings(message.id)
    }


def strings(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_every_sentence_is_translated(catalogue: dict[str, list[str]]) -> None:
    missing = {sentence: files for sentence, files in sentences().items() if not any(catalogue.get(sentence, []))}
    assert missing == {}


def test_every_translation_fills_the_same_places(catalogue: dict[str, list[str]]) -> None:
    wrong = {
        sentence: said
        for sentence, said in catalogue.items()
        for one in said
        if one and not places(one) <= places(sentence)
    }
    wrong |= {
        sentence: said for sentence, said in catalogue.items() if len(said) == 1 and places(said[0]) != places(sentence)
    }
    assert wrong == {}


def test_many_sentences_are_found() -> None:
    assert len(sentences()) > 300


def test_the_plural_of_a_noun_reads_well_after_a_number() -> None:
    """“5 lifecycle stages”, not “5 lifecycle”: lists say how many of what there are."""
    with translation.override("en"):
        plurals = [re.split(r" (?:of|to|at|in) | \(", str(entity.plural))[0] for entity in entities()]
    assert [plural for plural in plurals if not plural.endswith("s")] == ["People"]
