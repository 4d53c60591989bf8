"""Files on pages: the box of a record, a file's own page, and its bytes by their direct address."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.kernel.files import previews
from concerto.kernel.files.file.model import File
from concerto.kernel.files.keeping import attach, put
from tests.cast import acting, client_of, customer_of
from tests.kernel.pages.reading import html

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (40, 20), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#4b56cf").save(out, kind)
    return out.getvalue()


def attached(raw: bytes, name: str) -> File:
    return attach(acting("sales"), named("customer"), customer_of("own").pk, name, io.BytesIO(raw))


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def status(answer: Any) -> int:
    whole(answer)  # what is read to its end is closed
    return int(answer.status_code)


def told(answer: HttpResponse, *names: str) -> Mapping[str, str]:
    return {name: answer.headers.get(name, "") for name in names}


# -- taking in ------------------------------------------------------------------------------------------------------
def test_files_are_sent_from_a_page_and_stand_in_its_box() -> None:
    sales, address = client_of("sales"), f"/customers/{customer_of('own').pk}"
    two = [SimpleUploadedFile("one.png", picture()), SimpleUploadedFile("two.txt", b"two")]
    answer = sales.post(f"{address}/files", {"file": two})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = html(sales.get(f"{address}/related"))
    assert page.count('class="file-thumb"') == 3, "with the one of the cast"
    assert "one.png" in page
    assert "two.txt" in page
    assert "Drop, paste or choose files" in page
    assert "Drop, paste or choose files" not in html(client_of("service").get(f"{address}/related")), (
        "who may only read adds nothing"
    )


def test_a_program_of_the_page_is_told_what_became_of_it(settings: Any) -> None:
    sales, address = client_of("sales"), f"/customers/{customer_of('own').pk}/files"
    json = {"HTTP_ACCEPT": "application/json"}
    assert sales.post(address, {"file": SimpleUploadedFile("a.txt", b"a")}, **json).status_code == 201
    settings.FILES_LARGEST = 1
    refused = sales.post(address, {"file": SimpleUploadedFile("a.txt", b"ab")}, **json)
    assert (refused.status_code, refused.json()["title"]) == (413, "too-large")
    assert sales.post(address, {}, **json).status_code == 409


def test_a_new_version_and_back_by_the_page() -> None:
    sales, file = client_of("sales"), attached(b"first words", "plan.txt")
    assert "first words" in html(sales.get(f"/files/{file.pk}"))
    sales.post(f"/files/{file.pk}/versions", {"file": SimpleUploadedFile("plan.txt", b"second words")})
    page = html(sales.get(f"/files/{file.pk}"))
    assert "second words" in page
    assert "Make it the present one" in page
    assert whole(sales.get(f"/files/{file.pk}/content?version=1")) == b"first words"
    sales.post(f"/files/{file.pk}/edit", {"edition": "1", "version": "2"})
    assert "first words" in html(sales.get(f"/files/{file.pk}"))


# -- direct addresses -----------------------------------------------------------------------------------------------
PLACES = ("content", "content?version=1", "show", "picture?size=large")


def test_every_direct_address_follows_the_record() -> None:
    file = attached(picture(), "site.png")
    for who, statuses in (("service", (200, 200, 404, 200)), ("rival", (404,) * 4), ("newcomer", (404,) * 4)):
        assert tuple(status(client_of(who).get(f"/files/{file.pk}/{place}")) for place in PLACES) == statuses, who
    standard.delete(acting("admin"), named("customer"), customer_of("own").pk)
    assert {status(client_of("sales").get(f"/files/{file.pk}/{place}")) for place in PLACES} == {404}


@pytest.mark.parametrize(
    "raw", [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<html><script>alert(1)</script>"]
)
def test_what_could_act_is_only_saved_or_read(raw: bytes) -> None:
    sales, file = client_of("sales"), attached(raw, "logo.png")
    answer = sales.get(f"/files/{file.pk}/content")
    assert whole(answer) == raw
    assert told(answer, "Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Content-Disposition") == {
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Content-Disposition": 'attachment; filename="logo.png"',
    }
    assert {sales.get(f"/files/{file.pk}/{place}").status_code for place in ("show", "picture")} == {404}
    page = html(sales.get(f"/files/{file.pk}"))
    assert "alert(1)" in page
    assert raw.decode() not in page, "it is escaped"


def test_paper_is_shown_in_a_frame_and_played_in_parts() -> None:
    sales, file = client_of("sales"), attached(b"%PDF-1.4 0123456789", "offer.pdf")
    answer = sales.get(f"/files/{file.pk}/show")
    assert whole(answer) == b"%PDF-1.4 0123456789"
    assert told(answer, "Content-Type", "X-Frame-Options") == {
        "Content-Type": "application/pdf",
        "X-Frame-Options": "SAMEORIGIN",
    }
    part = sales.get(f"/files/{file.pk}/show", HTTP_RANGE="bytes=9-12")
    assert (part.status_code, whole(part), part.headers["Content-Range"]) == (206, b"0123", "bytes 9-12/19")
    assert sales.get(f"/files/{file.pk}/show", HTTP_RANGE="bytes=99-").status_code == 416


def test_a_picture_is_made_anew_and_small(settings: Any, tmp_path: Any) -> None:
    settings.PREVIEWS = tmp_path
    sales, file = client_of("sales"), attached(picture((3000, 1500), "JPEG") + b"<script>", "site.jpg")
    small = sales.get(f"/files/{file.pk}/picture")
    with Image.open(io.BytesIO(small.content)) as image:
        assert (image.format, image.size) == ("WEBP", (96, 48))
    assert b"<script>" not in small.content
    again = sales.get(f"/files/{file.pk}/picture", HTTP_IF_NONE_MATCH=small.headers["ETag"])
    assert again.status_code == 304


def test_a_bomb_and_a_broken_picture_are_no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "MOST_PIXELS", 100)
    bomb, broken = attached(picture((20, 20)), "bomb.png"), attached(b"\x89PNG\r\n\x1a\nxxxx", "broken.png")
    sales = client_of("sales")
    assert [sales.get(f"/files/{file.pk}/picture").status_code for file in (bomb, broken)] == [404, 404]
    assert sales.get(f"/files/{bomb.pk}").status_code == 200


def test_who_may_only_read_changes_no_version() -> None:
    file = attached(b"one", "a.txt")
    put(acting("sales"), file.pk, "a.txt", io.BytesIO(b"two"))
    service = client_of("service")
    assert "Make it the present one" not in html(service.get(f"/files/{file.pk}"))
    assert service.post(f"/files/{file.pk}/edit", {"edition": "1", "version": "2"}).status_code == 403
    assert service.post(f"/files/{file.pk}/versions", {"file": SimpleUploadedFile("a", b"b")}).status_code == 403
