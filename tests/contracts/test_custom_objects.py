"""Whatever holds for every noun holds for one that administrators described, with fields of every kind."""

from __future__ import annotations

import pytest

from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from tests.cast import acting
from tests.contracts import test_nouns
from tests.contracts.test_custom_fields import STORED, add_kinds

pytestmark = pytest.mark.django_db
NOUN = "x-machine"
MACHINE = {"label": "Machine", "label_zh": "设备", "plural": "Machines", "key": NOUN, "prefix": "XM"}


@pytest.fixture(autouse=True)
def machine() -> None:
    standard.create(acting("admin"), named("custom-object"), MACHINE)
    acting("admin")


@pytest.mark.parametrize("contract", [
    test_nouns.test_a_new_record_is_listed_and_in_the_journal,
    test_nouns.test_what_is_given_is_kept,
    test_nouns.test_each_needed_field_is_asked_for,
    test_nouns.test_each_field_can_be_edited_and_the_edit_undone,
    test_nouns.test_an_old_version_is_refused,
    test_nouns.test_the_trash_takes_and_gives_back,
    test_nouns.test_deleting_and_creating_can_be_undone,
    test_nouns.test_history_tells_of_every_line,
    test_nouns.test_the_record_as_it_was_just_now_is_the_record,
    test_nouns.test_every_searched_field_finds_the_record,
    test_nouns.test_the_journal_adds_up_to_the_record,
])  # fmt: skip
def test_contracts_of_every_noun(contract: object) -> None:
    add_kinds(NOUN, STORED)
    contract(NOUN)  # type: ignore[operator]  # a test of one noun
