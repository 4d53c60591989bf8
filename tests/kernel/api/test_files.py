"""Files by the API: bytes in, bytes out, for whoever has the record."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import api_of, customer_of

pytestmark = pytest.mark.django_db
BYTES = "application/octet-stream"


def place() -> str:
    return f"/api/v1/customers/{customer_of('own').pk}/files"


def sent(raw: bytes, name: str = "offer.txt", who: str = "sales", **more: Any) -> Any:
    return api_of(who).generic("POST", f"{place()}?name={name}", raw, content_type=BYTES, **more)


def test_a_file_and_its_versions() -> None:
    api, made = api_of("sales"), sent(b"first")
    assert (made.status_code, made.json()["size"], made.json()["name"]) == (201, 5, "offer.txt")
    file = made.headers["Location"]
    again = api.generic("POST", f"{file}/versions?name=b.txt", b"second", content_type=BYTES)
    assert (again.status_code, again.json()["version"], again.json()["called"]) == (201, 2, "b.txt")
    assert [each["version"] for each in api.get(f"{file}/versions").json()["items"]] == [2, 1]
    for address, raw in ((f"{file}/content", b"second"), (f"{file}/content?version=1", b"first")):
        assert b"".join(api.get(address).streaming_content) == raw
    assert api.get(place()).json()["items"][0] == again.json()
    api.patch(file, {"edition": 1}, content_type="application/json")
    assert api.get(place()).json()["items"][0]["version"] == 1


def test_what_is_refused() -> None:
    file = sent(b"x").headers["Location"]
    api = api_of("sales")
    assert api.post(f"{place()}?name=a", {"file": "x"}).status_code == 415
    assert sent(b"x", "").status_code == 400
    assert sent(b"").status_code == 409
    assert api.get(f"{file}/content?version=0").status_code == 400
    assert api.get(f"{file}/content?version=7").status_code == 404
    assert api.post("/api/v1/files", {"name": "x"}, content_type="application/json").status_code == 405


def test_rights_follow_the_record() -> None:
    file = sent(b"x").headers["Location"]
    for below in ("", "/content", "/versions", "/timeline", "/history"):
        assert api_of("rival").get(f"{file}{below}").status_code == 404, below
    assert (sent(b"x", who="service").status_code, sent(b"x", who="rival").status_code) == (403, 404)
    assert api_of("rival").get(place()).status_code == 404


def test_the_same_request_attaches_once() -> None:
    api, address = api_of("sales"), f"{place()}?name=once.txt"
    key = {"HTTP_IDEMPOTENCY_KEY": "a-key"}
    one, two = (api.generic("POST", address, b"once", content_type=BYTES, **key) for _ in range(2))
    assert one.json()["id"] == two.json()["id"]
