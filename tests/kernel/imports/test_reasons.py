"""Why a row was not brought in is told in the language of whoever reads it, whoever brought the file in."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, override, pgettext_lazy

from concerto.kernel.access.actor import Actor
from concerto.kernel.entity.registry import named
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports import running
from concerto.kernel.imports.batch.model import Import, Rejection
from concerto.kernel.imports.beginning import agree, look, take
from concerto.kernel.imports.planning import Plan
from concerto.kernel.imports.reasons import in_words
from concerto.kernel.overlay.kinds import in_language
from concerto.kernel.text.sentences import kept, said, sentence
from tests import cast
from tests.kernel.imports.test_running import brought

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")
FILE = "name,stage,employees,website\n,acquire,1,\nBad Stage,nowhere,1,\nBad Number,acquire,99999999999,\nBad Site,acquire,1,javascript:x\nC-1,a,1,\n"


def begun_in(language: str, actor: Actor) -> Import:
    with override(language):
        return brought(actor, FILE)


def told_in(language: str, batch: Import) -> list[str]:
    with override(language):
        return [in_words(CUSTOMER, each.reason) for each in Rejection.objects.filter(batch=batch).order_by("row")]


def test_reasons_are_the_same_for_a_reader_in_whatever_language_the_import_was_begun(steward: Actor) -> None:
    english, chinese = begun_in("en", steward), begun_in("zh-hans", steward)
    for language, field in (("en", "Stage"), ("zh-hans", "阶段")):
        told = told_in(language, english)
        assert told == told_in(language, chinese)
        assert (len(told), told[1].startswith(field)) == (5, True)
    assert not set(told_in("en", english)) & set(told_in("zh-hans", english))


def test_the_page_and_the_file_of_errors_speak_the_readers_language(db: Any) -> None:
    batch = begun_in("en", cast.acting("data", "import"))
    client = cast.client_of("data")
    client.cookies["language"] = "zh-hans"
    file = b"".join(client.get(f"/imports/{batch.pk}/rejected").streaming_content).decode()  # type: ignore[attr-defined]
    assert [told in file for told in told_in("zh-hans", batch)] == [True] * 5
    page = client.get(f"/imports/{batch.pk}/report").content.decode()
    assert told_in("zh-hans", batch)[0] in page


def test_a_look_beforehand_is_told_in_the_readers_language(steward: Actor) -> None:
    batch = take(steward, CUSTOMER, "x.csv", BytesIO(FILE.encode()))
    with override("zh-hans"):
        look(steward, batch, Plan(batch.mapping))
    rows = batch.foreseen["samples"]["rejected"]
    with override("en"):
        assert in_words(CUSTOMER, rows[1]["why"]).startswith("Stage: “nowhere” is not one of: Acquire, Nurture")


def test_what_stopped_an_import_is_told_in_the_readers_language(steward: Actor) -> None:
    with override("zh-hans"):
        batch = take(steward, CUSTOMER, "x.csv", BytesIO(FILE.encode()))
        agree(steward, batch, batch.mapping)
        running.file_of(batch).unlink()
        batch = running.run(steward, batch)
        assert (batch.status, said(batch.because)) == ("stopped", batch.problem)
    with override("en"):
        assert said(batch.because) not in ("", batch.problem)


def test_reasons_of_before_are_told_as_they_were() -> None:
    assert in_words(CUSTOMER, "Name: This is needed.") == "Name: This is needed."


@pytest.mark.parametrize(
    "label",
    [
        "plain",
        _("This is needed."),
        pgettext_lazy("order", "Position"),
        ngettext_lazy("%(count)s value stays.", "%(count)s values stay.", 2),
        sentence(_("“%(given)s” is not one of: %(choices)s."), given="50 % {x}", choices=_("Stage")),
        sentence(_("At most %(most)s characters fit here; this has %(has)s."), most=3, has=5),
        in_language("Birthday", "生日"),
    ],
)
def test_a_kept_sentence_is_said_as_it_was_made(label: Label) -> None:
    made = json.loads(json.dumps(kept(label)))
    for language in ("en", "zh-hans"):
        with override(language):
            assert said(made) == str(label)
