"""Names and types: hostile ones do no harm."""

from __future__ import annotations

import pytest

from concerto.kernel.files.kinds import media_of_bytes
from concerto.kernel.files.names import LONGEST, safe_name
from concerto.kernel.files.ranges import Unsatisfiable, asked_part


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("报价单 2026.pdf", "报价单 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\offer.doc", "offer.doc"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\x00b.txt", "ab.txt"),
        ("..", "file"),
        ("", "file"),
        ("con", "_con"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ('who?"<b>".txt', "who___b__.txt"),
        ("two\nlines.txt", "two_lines.txt"),
        ("  dots... ", "dots"),
    ],
)
def test_names(given: str, safe: str) -> None:
    assert safe_name(given) == safe
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("x" * 300 + ".pdf")
    assert (len(name), name[-5:]) == (LONGEST, "x.pdf")


@pytest.mark.parametrize(
    ("raw", "media"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"RIFF....WAVEfmt ", "audio/wav"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"<?xml version='1.0'?><svg onload='x'/>", "image/svg+xml"),
        (b"  \n<!DOCTYPE html><p>", "text/html"),
        (b"plain words, then <script>alert(1)</script>", "text/html"),
        ("你好，世界".encode(), "text/plain"),
        ("你好，世界".encode("gb18030"), "text/plain"),
        ("你好".encode()[:-1], "text/plain"),
        (b"BM is how this text begins", "text/plain"),
        (b"MZ\x00\x01", "application/x-executable"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_types_are_found_in_the_content(raw: bytes, media: str) -> None:
    assert media_of_bytes(raw) == media


def test_parts() -> None:
    assert asked_part("bytes=0-", 10) == (0, 9)
    assert asked_part("bytes=2-4", 10) == (2, 4)
    assert asked_part("bytes=-3", 10) == (7, 9)
    assert asked_part("bytes=5-900", 10) == (5, 9)
    assert asked_part("bytes=0-1,3-4", 10) is None
    assert asked_part("", 10) is None
    with pytest.raises(Unsatisfiable):
        asked_part("bytes=10-", 10)
