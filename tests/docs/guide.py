"""What stands in a document: its headings, its links, and the files that its blocks of code make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_FILE = re.compile(r"^\*\*(?P<path>[\w/.]+)\*\*\n\n```\w+\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NAMED = re.compile(r"`((?:concerto|docs|tests|web)/[\w/.-]+)`")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def documents() -> Iterator[Path]:
    """Everything people read in the repository."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))
    yield ROOT / "web" / "README.md"


def files_in(document: Path) -> Mapping[str, str]:
    """Path → text of every block that stands under its path in bold."""
    return {found["path"]: found["text"] for found in _FILE.finditer(document.read_text())}


def prose(document: Path) -> str:
    """The document without its blocks of code."""
    return _BLOCK.sub("", document.read_text())


def headings(document: Path) -> list[str]:
    """The marks of its headings in order: `##`, `###`."""
    return [marks for marks, _words in _HEADING.findall(prose(document))]


def anchors(document: Path) -> set[str]:
    """What can stand behind # in a link to it."""
    return {
        re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _marks, words in _HEADING.findall(prose(document))
    }


def named_paths(document: Path) -> list[str]:
    """Files and folders of the repository that it speaks of."""
    return _NAMED.findall(prose(document))


def links(document: Path) -> list[str]:
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(document)))
