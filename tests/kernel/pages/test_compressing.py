"""Pages and lists of the API go out compressed, to whoever takes it."""

from __future__ import annotations

import gzip

import pytest

from tests.cast import api_of, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("said", ["gzip", "br, gzip;q=0.8", "deflate,gzip"])
def test_a_page_is_compressed_for_those_who_take_it(said: str) -> None:
    response = client_of("admin").get("/customers/?view=all", headers={"Accept-Encoding": said})
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) * 4 < len(gzip.decompress(response.content))
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize("said", ["", "identity", "gzip;q=0", "zstd"])
def test_for_others_it_is_as_it_was(said: str) -> None:
    response = client_of("admin").get("/customers/?view=all", headers={"Accept-Encoding": said})
    assert "Content-Encoding" not in response.headers
    assert response.content.startswith(b"<!doctype html>")
    assert "Accept-Encoding" in response.headers["Vary"]


def test_what_an_etag_names_and_what_is_short_stay_as_they_are() -> None:
    api = api_of("admin")
    whole = api.get("/api/v1/customers", headers={"Accept-Encoding": "gzip"})
    assert whole.headers["Content-Encoding"] == "gzip"
    [first, *_more] = gzip.decompress(whole.content).split(b'"id":')[1:]
    one = api.get(f"/api/v1/customers/{int(first.split(b',')[0])}", headers={"Accept-Encoding": "gzip"})
    assert one.headers["ETag"]
    assert "Content-Encoding" not in one.headers
