"""Files of records: kept whole or not at all, under safe names, for whoever has the record."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions import standard, undo
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.files import storing
from concerto.kernel.files.file.model import File, Version
from concerto.kernel.files.keeping import attach, put
from concerto.kernel.files.reading import Gone, files_of, opened, version_of
from concerto.kernel.files.storing import NoRoom, TooLarge, folder, place_of
from concerto.kernel.files.sweeping import GRACE, sweep
from concerto.kernel.journal.model import Entry
from concerto.kernel.search.everywhere import search
from concerto.kernel.timeline.reading import timeline
from tests.cast import acting, customer_of, person_called

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def own() -> int:
    return customer_of("own").pk


def attached(raw: bytes = b"what was agreed", name: str = "offer.txt", *, who: str = "sales") -> File:
    return attach(acting(who), CUSTOMER, own(), name, io.BytesIO(raw))


def on_disk() -> set[str]:
    """Names of every content, whole or not."""
    return {path.name for path in folder().glob("*/*")} if folder().exists() else set()


def newest(file: File) -> Entry:
    return Entry.objects.filter(entity="file", record=file.pk).latest("id")


# -- kept -----------------------------------------------------------------------------------------------------------
def test_a_file_is_kept_and_told_of() -> None:
    file = attached(name="agreement.txt")
    shown = version_of(acting("sales"), file.pk)
    assert (shown.version.size, shown.version.media, shown.file.name) == (15, "text/plain", "agreement.txt")
    with opened(shown.version) as content:
        assert content.read() == b"what was agreed"
    [line] = timeline(acting("sales"), customer_of("own"), limit=1).happenings
    assert (line.entity.id, line.line.verb, line.line.record) == ("file", "create", file.pk)
    assert [hit.record.pk for hit in search(acting("sales"), "agreement", within=[named("file")])] == [file.pk]


def test_equal_contents_are_kept_once() -> None:
    one, other = attached(b"the same"), attached(b"the same", "copy.txt")
    contents = set(Version.objects.filter(file__in=[one, other]).values_list("content", flat=True))
    assert len(contents) == 1
    assert contents <= on_disk()


def test_versions_come_go_back_and_are_taken_back() -> None:
    file, actor = attached(b"first"), acting("sales")
    put(actor, file.pk, "offer-2.txt", io.BytesIO(b"second"))
    assert put(actor, file.pk, "offer-2.txt", io.BytesIO(b"second")).edition == 2, "the same changes nothing"
    standard.edit(actor, named("file"), file.pk, {"edition": 1})
    with opened(version_of(actor, file.pk).version) as content:
        assert content.read() == b"first"
    undo.undo(actor, newest(file))
    assert version_of(actor, file.pk).version.edition == 2
    assert put(actor, file.pk, "offer-3.txt", io.BytesIO(b"third")).edition == 3
    undo.undo(actor, newest(file))
    assert version_of(actor, file.pk).version.edition == 2
    with pytest.raises(Invalid):
        standard.edit(actor, named("file"), file.pk, {"edition": 9})


def test_an_upload_is_taken_back_and_restored() -> None:
    file, actor = attached(), acting("sales")
    undo.undo(actor, newest(file))
    with pytest.raises(NotThere):
        version_of(actor, file.pk)
    undo.undo(actor, newest(file))
    assert version_of(actor, file.pk).file.name == "offer.txt"


def test_a_file_stays_with_its_record() -> None:
    file = attached()
    with pytest.raises(Invalid):
        standard.edit(SYSTEM, named("file"), file.pk, {"subject": CUSTOMER.code(customer_of("other").pk)})


# -- for whom -------------------------------------------------------------------------------------------------------
def test_rights_follow_the_record() -> None:
    file = attached()
    assert version_of(acting("service"), file.pk).file.pk == file.pk  # reads every customer
    with pytest.raises(Forbidden):
        put(acting("service"), file.pk, "x", io.BytesIO(b"x"))
    with pytest.raises(NotThere):
        version_of(acting("rival"), file.pk)
    with pytest.raises(NotThere):
        attach(acting("rival"), CUSTOMER, own(), "x", io.BytesIO(b"x"))
    with pytest.raises(Forbidden):
        attach(acting("service"), CUSTOMER, own(), "x", io.BytesIO(b"x"))
    standard.delete(acting("admin"), CUSTOMER, own())
    for username in ("admin", "sales"):
        with pytest.raises(NotThere):
            version_of(acting(username), file.pk)


def test_every_noun_but_files_takes_files() -> None:
    admin = acting("admin")
    person = person_called("sales")
    attach(admin, named("person"), person.pk, "contract.pdf", io.BytesIO(b"%PDF-1.4"))
    assert [shown.version.media for shown in files_of(admin, named("person"), person.pk)] == ["application/pdf"]
    with pytest.raises(Forbidden):
        attach(admin, named("file"), attached().pk, "x", io.BytesIO(b"x"))
    takers = [entity.id for entity in entities() if named("file").can_be_attached_to(entity)]
    assert {entity.id for entity in entities()} - set(takers) == {
        "file",
        "comment",
        "handoff",
        "provision",
        "turn",
        "linked-record",
        "decision",
        "seat",
        "task",
        "task-helper",
        "prerequisite",
        "promise",
    }


# -- refused --------------------------------------------------------------------------------------------------------
@pytest.fixture
def before() -> Iterator[None]:
    """Whatever is refused leaves the disk as it was, and no row."""
    there, rows = on_disk(), File.everything.count()
    yield
    assert (on_disk(), File.everything.count(), Version.objects.count()) == (there, rows, rows)


@pytest.mark.usefixtures("before")
def test_what_is_too_large_is_refused(settings: Any) -> None:
    settings.FILES_LARGEST = 10
    with pytest.raises(TooLarge):
        attached(b"eleven byte")


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("raw", [b"", b"MZ\x90\x00\x03", b"\x7fELF\x02\x00"])
def test_what_is_empty_or_a_program_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused):
        attached(raw, "holiday.jpg")


@pytest.mark.usefixtures("before")
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        attached()


# -- crashes --------------------------------------------------------------------------------------------------------
class Crash(BaseException):
    """The process ends."""


def test_a_crash_after_the_disk_leaves_an_orphan_that_is_swept_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_given: Any, **_named: Any) -> None:
        raise Crash

    kept, there = attached(b"kept"), File.everything.count()
    with monkeypatch.context() as patched, pytest.raises(Crash):
        patched.setattr(Version.objects, "create", crash)
        attached(b"orphaned")
    orphan = storing.hashlib.sha256(b"orphaned").hexdigest()
    assert orphan in on_disk()
    assert File.everything.count() == there
    assert (sweep(), orphan in on_disk()) == (0, True), "a row may be about to be written"
    for path in folder().glob("*/*"):
        os.utime(path, (0, 0))
    sweep()
    assert on_disk() == set(Version.objects.values_list("content", flat=True))
    assert version_of(acting("sales"), kept.pk).version.content in on_disk()
    assert GRACE.total_seconds() >= 3600


def test_an_old_orphan_that_comes_again_is_young() -> None:
    orphan = attached(b"again")
    content = version_of(SYSTEM, orphan.pk).version.content
    os.utime(place_of(content), (0, 0))
    attached(b"again", "other.txt")
    assert place_of(content).stat().st_mtime > 0


def test_a_content_that_is_lost_is_told() -> None:
    file = attached(b"lost")
    place_of(version_of(SYSTEM, file.pk).version.content).unlink()
    with pytest.raises(Gone):
        opened(version_of(acting("sales"), file.pk).version)


def test_folders_of_contents_hold_nothing_readable_as_a_path(tmp_path: Path) -> None:
    attached(name="../../etc/passwd")
    assert {path.parent.parent for path in folder().glob("*/*")} == {folder()}
