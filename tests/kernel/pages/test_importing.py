"""The pages of an import, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import IMPORT
from concerto.kernel.imports import running
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.running import run
from tests import cast


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> None:
    settings.FILES = tmp_path  # type: ignore[attr-defined]


def uploaded(client: Client, text: str, name: str = "x.csv") -> str:
    """Upload a file and answer the address of its page of columns."""
    file = BytesIO(text.encode())
    file.name = name
    answer = client.post("/customers/import", {"file": file})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_from_the_file_to_the_account_of_every_row(db: None, client_of: Callable[[str], Client]) -> None:
    client = client_of("data")
    assert client.get("/customers/import").status_code == 200
    columns = uploaded(client, "company,staff,odd <b>\nOsprey Kilns,12,x\nBad Kilns,many,\n")
    page = client.get(columns).content.decode()
    assert "odd &lt;b&gt;" in page
    assert "Osprey Kilns" in page
    answer = client.post(
        columns, {"column-0": "name", "column-1": "employees", "column-2": "", "policy": "update", "start": "1"}
    )
    assert (answer.status_code, Customer.everything.filter(name="Osprey Kilns").exists()) == (302, False)
    batch = Import.everything.order_by("pk").last()
    assert isinstance(batch, Import)
    assert "Waiting for its turn" in client.get(f"/imports/{batch.pk}/report").content.decode()
    run(cast.acting("data", IMPORT), batch)
    report = client.get(f"/imports/{batch.pk}/report").content.decode()
    assert "Bad Kilns" in report
    assert "data-finished" in client.get(f"/imports/{batch.pk}/progress").content.decode()
    rejected = b"".join(client.get(f"/imports/{batch.pk}/rejected")).decode("utf-8-sig")  # type: ignore[arg-type]  # a stream
    reason = "Employees: “many” is not a number, or can be read as two. Write it like 1234.56."
    assert rejected.splitlines()[1] == f'Bad Kilns,many,,"{reason}"'


def test_a_mapping_without_a_name_is_told_and_nothing_starts(db: None, client_of: Callable[[str], Client]) -> None:
    client = client_of("data")
    columns = uploaded(client, "a,b\nX,Y\n")
    answer = client.post(columns, {"column-0": "city", "policy": "update", "start": "1"})
    batch = Import.everything.order_by("pk").last()
    assert isinstance(batch, Import)
    assert (answer.status_code, batch.started_at) == (422, None)


def test_an_upload_that_cannot_be_read_is_told_in_place(db: None, client_of: Callable[[str], Client]) -> None:
    client = client_of("data")
    file = BytesIO(b"PK\x03\x04 broken")
    file.name = "broken.xlsx"
    assert client.post("/customers/import", {"file": file}).status_code == 409
    file.seek(0)
    told = client.post("/customers/import", {"file": file}, headers={"Accept": "application/problem+json"})
    assert (told.status_code, told["Content-Type"]) == (409, "application/problem+json")
    assert client.post("/customers/import", {}).status_code == 409


def test_who_may_not_import_sees_neither_page_nor_others_imports(db: None, client_of: Callable[[str], Client]) -> None:
    columns = uploaded(client_of("data"), "name\nX\n")
    for stranger in ("sales", "service"):
        client = client_of(stranger)
        assert client.get("/customers/import").status_code == 403
        assert {client.get(columns).status_code, client.post(columns, {"start": "1"}).status_code} == {404}


def test_a_file_that_is_gone_is_told(db: None, client_of: Callable[[str], Client]) -> None:
    client = client_of("data")
    columns = uploaded(client, "name\nX\n")
    batch = Import.everything.order_by("pk").last()
    assert isinstance(batch, Import)
    running.file_of(batch).unlink()
    assert client.get(columns).status_code == 409


def test_an_export_is_a_file_of_what_may_be_taken_out(db: None, client_of: Callable[[str], Client]) -> None:
    answer = client_of("executive").get("/customers/export?format=csv&filter=city = Leeds")
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]  # a stream
    assert (answer.status_code, len(text.splitlines()), "Brightwater Ltd" in text) == (200, 2, True)
    assert client_of("service").get("/customers/export?format=csv").status_code == 403
    assert client_of("executive").get("/customers/export?format=csv&filter=password = x").status_code == 400
    assert client_of("executive").get("/customers/export?format=exe").status_code == 409
