"""What was chosen for a file is kept under a name, and is there when the next file with these columns comes."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.actions.refusal import Invalid, NotThere, Refused
from concerto.kernel.actions.standard import create, delete
from concerto.kernel.entity.registry import named
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.imports import profiles
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.beginning import agree, look, take, use
from concerto.kernel.imports.guessing import Plan
from concerto.kernel.imports.profile.actions import share
from concerto.kernel.imports.profile.lines import Column, columns_in, written
from concerto.kernel.imports.profile.model import Profile
from concerto.kernel.imports.running import run
from tests import cast
from tests.kernel.imports.test_running import called, ends

FILE = b"Firma;Umsatz;Seit\nAlpha;1.234,50;1987\n"


def taken(actor: Actor, content: bytes = FILE, **reading: str) -> Import:
    return take(actor, named("customer"), "x.csv", BytesIO(content), reading)


def kept(actor: Actor, name: str = "Old system") -> Profile:
    batch = taken(actor, delimiter=";")
    plan = Plan({"Firma": "name", "Umsatz": "revenue"}, {"Umsatz": "comma"}, "skip", "website")
    look(actor, batch, plan)
    return profiles.keep(actor, batch, name, ["Firma", "Umsatz", "Seit"])


def test_the_next_file_with_the_same_columns_is_read_as_the_profile_says(db: None, steward: Actor) -> None:
    profile = kept(steward)
    assert profile.columns == "Firma → name\nUmsatz → revenue (comma)\nSeit →"
    batch = taken(steward, b"SEIT;Firma;Umsatz\n1990;Beta;2.000,5\n")
    assert (batch.profile, batch.mapping, batch.ways) == (
        profile.pk,
        {"Firma": "name", "Umsatz": "revenue"},
        {"Umsatz": "comma"},
    )
    assert (batch.policy, batch.match, batch.reading) == ("skip", "website", {"delimiter": ";"})
    assert ends(run(steward, agree(steward, batch, batch.mapping))) == {"created": 1}
    assert (called("Beta").revenue, called("Beta").founded) == (2000.5, None)


def test_a_file_with_other_columns_is_guessed_and_may_use_it_nevertheless(db: None, steward: Actor) -> None:
    profile = kept(steward)
    batch = taken(steward, b"Firma;Umsatz\nGamma;1,5\n")
    assert batch.profile is None
    use(steward, batch, profile)
    assert (batch.profile, batch.mapping) == (profile.pk, {"Firma": "name", "Umsatz": "revenue"})


def test_kept_again_under_its_name_it_is_changed_and_one_of_somebody_else_is_not(db: None, steward: Actor) -> None:
    profile, admin = kept(steward), cast.acting("admin", IMPORT)
    assert kept(steward).pk == profile.pk
    assert kept(admin).pk != profile.pk


def test_it_is_private_until_it_is_shared(db: None, steward: Actor) -> None:
    profile, marketer = kept(steward), cast.acting("marketing", IMPORT)
    with pytest.raises(NotThere):
        profiles.called(marketer, named("customer"), profile.pk)
    assert taken(marketer).profile is None
    share(cast.acting("admin"), profile, shared_with=Sharing.EVERYONE)
    assert taken(marketer).profile == profile.pk


def test_it_gives_nobody_a_field_they_may_not_write(db: None, steward: Actor) -> None:
    """Marketing never sees what customers turn over."""
    profile, marketer = kept(steward), cast.acting("marketing", IMPORT)
    share(cast.acting("admin"), profile, shared_with=Sharing.EVERYONE)
    assert taken(marketer).mapping == {"Firma": "name"}


def test_one_in_the_trash_is_offered_no_more(db: None, steward: Actor) -> None:
    profile = kept(steward)
    delete(steward, named("import-profile"), profile.pk)
    assert taken(steward).profile is None


WRONG = [
    ({"columns": "Firma name"}, "columns"),
    ({"columns": "Firma → name and more"}, "columns"),
    ({"columns": "Firma → name (sideways)"}, "columns"),
    ({"match": "revenue"}, "match"),
    ({"encoding": "rot13"}, "encoding"),
    ({"noun": "dragon"}, "noun"),
]


@pytest.mark.parametrize(("values", "field"), WRONG)
def test_one_that_says_nothing_sensible_is_refused(db: None, values: dict[str, str], field: str) -> None:
    known = {"name": "X", "noun": "customer", "columns": "Firma → name"}
    with pytest.raises(Invalid) as refused:
        create(cast.acting("data"), named("import-profile"), known | values)
    assert list(refused.value.problems) == [field]


def test_a_file_that_cannot_be_read_as_it_says_stays_as_it_is(db: None, steward: Actor) -> None:
    values = {"name": "X", "noun": "customer", "columns": "Nom → name", "encoding": "utf-8"}
    profile = create(steward, named("import-profile"), values)
    assert isinstance(profile, Profile)
    batch = taken(steward, "Nom\n青禾坡\n".encode("gb18030"))
    assert (batch.profile, batch.reading) == (profile.pk, {})
    with pytest.raises(Refused):
        use(steward, batch, profile)
    assert Import.everything.get(pk=batch.pk).mapping == {"Nom": "name"}


HEADINGS = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" →()"), min_size=1, max_size=30)


@given(st.lists(st.builds(Column, HEADINGS.map(str.strip).filter(bool), st.sampled_from(["", "name", "contact-point.email"]),
                          st.just("")), max_size=8))  # fmt: skip
def test_whatever_headings_hold_the_lines_read_back(columns: list[Column]) -> None:
    assert list(columns_in(written(columns))) == columns


def test_the_page_keeps_offers_and_uses_a_profile(db: None, steward: Actor) -> None:
    page, batch = cast.client_of("data"), taken(steward)
    form = {"column-0": "name", "column-1": "revenue", "way-1": "comma", "policy": "skip", "match": "", "name": "Old"}
    shown = page.post(f"/imports/{batch.pk}/columns", form | {"keep": "1"}).content.decode()
    assert "1.234,50" in shown and "1,234.50" in shown and "as the profile “Old” has them" in shown
    profile = Profile.everything.get(name="Old", owner=steward.person)
    other = taken(steward, b"Firma;Umsatz\nBeta;x\n")
    assert page.post(f"/imports/{other.pk}/profile", {"profile": profile.pk}).status_code == 302
    assert "“x” is not a number" in page.get(f"/imports/{other.pk}/columns").content.decode()
    assert page.post(f"/imports/{other.pk}/profile", {"profile": "9" * 30}).status_code == 404
    for name, status in ((" ", 422), ("x" * 81, 422), ("O\x00ld", 200)):
        assert page.post(f"/imports/{batch.pk}/columns", form | {"keep": "1", "name": name}).status_code == status
    assert Profile.everything.filter(name="Old", owner=steward.person).count() == 1
    assert (
        page.post(f"/imports/{batch.pk}/columns", form | {"way-1": "sideways", "match": "revenue"}).status_code == 200
    )
