"""Who belongs to a space sees it and works in it; what it works on leaks nothing; closing it keeps what was learned."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from concerto.collaboration.handoffs.handoff.actions import accept, offer
from concerto.collaboration.handoffs.mode.modes import Mode
from concerto.collaboration.sides import head_of
from concerto.collaboration.spaces.linked.model import LinkedRecord
from concerto.collaboration.spaces.member.model import SpaceMember
from concerto.collaboration.spaces.space.actions import close, reopen
from concerto.collaboration.spaces.space.model import Space
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.model import Notice
from concerto.kernel.search.everywhere import search
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.collaboration.handed import RECEIVER, draft, type_with

pytestmark = pytest.mark.usefixtures("committed")
OWNER, MEMBER, GUEST, STRANGER = "sales", "service", "rnd", "legal"


def told() -> None:
    for reader in readers():
        catch_up(reader)


@pytest.fixture
def space() -> Space:
    """Of `sales`, with a member and a guest of other departments."""
    told()  # from here on everything is read
    made = create(acting(OWNER), named("space"), {"name": "Quartz committee", "goal": "Nobody waits for quartz"})
    for who, part in ((MEMBER, "member"), (GUEST, "guest")):
        create(acting(OWNER), named("space-member"), {"space": made.pk, "person": person_called(who).pk, "part": part})
    told()
    assert isinstance(made, Space)
    return made


def sees(who: str, space: Space, act: Act = Act.READ) -> bool:
    return visible_to(acting(who), Space, act).filter(pk=space.pk).exists()


def test_members_work_guests_look_and_strangers_know_nothing(space: Space) -> None:
    seen = {who: (sees(who, space), sees(who, space, Act.EDIT)) for who in (OWNER, MEMBER, GUEST, STRANGER)}
    assert seen == {OWNER: (True, True), MEMBER: (True, True), GUEST: (True, False), STRANGER: (False, False)}
    assert api_of(STRANGER).get(f"/api/v1/spaces/{space.pk}").status_code == 404
    found = {who: json.loads(api_of(who).get("/api/v1/search?q=Quartz").content) for who in (GUEST, STRANGER)}
    assert "Quartz committee" in json.dumps(found[GUEST]) and "Quartz" not in json.dumps(found[STRANGER]["items"])
    joined = Notice.objects.filter(kind="space-joined", record=space.pk).values_list("person__username", flat=True)
    assert sorted(joined) == sorted([MEMBER, GUEST])


def test_who_leaves_sees_it_no_more_and_who_is_asked_in_again_does(space: Space) -> None:
    mine = SpaceMember.everything.get(space=space, person=person_called(MEMBER))
    delete(acting(MEMBER), named("space-member"), mine.pk)
    told()
    assert not sees(MEMBER, space)
    create(
        acting(OWNER), named("space-member"), {"space": space.pk, "person": person_called(MEMBER).pk, "part": "guest"}
    )
    told()
    assert (sees(MEMBER, space), sees(MEMBER, space, Act.EDIT)) == (True, False)


def test_who_does_not_lead_makes_nobody_a_member_and_gives_nothing_away(space: Space) -> None:
    with pytest.raises(Forbidden):
        create(acting(MEMBER), named("space-member"), {"space": space.pk, "person": person_called(STRANGER).pk})
    mine = SpaceMember.everything.get(space=space, person=person_called(MEMBER))
    with pytest.raises(Forbidden):
        edit(acting(MEMBER), named("space-member"), mine.pk, {"part": "lead"})
    for values in ({"owner": person_called(MEMBER).pk}, {"open_to": "everyone"}):
        with pytest.raises(Forbidden):
            edit(acting(MEMBER), named("space"), space.pk, values)
    edit(acting(MEMBER), named("space"), space.pk, {"goal": "Nobody waits for anything"})
    edit(acting(OWNER), named("space"), space.pk, {"open_to": "everyone"})
    assert (sees(STRANGER, space), sees(STRANGER, space, Act.EDIT)) == (True, False)


def test_a_linked_record_out_of_sight_is_there_and_nothing_more(space: Space) -> None:
    hidden = customer_of("own")
    code = entity_of(hidden).code(hidden.pk)
    edit(acting(OWNER), named("space"), space.pk, {"open_to": "everyone"})
    link = create(acting(OWNER), named("linked-record"), {"subject": code, "space": space.pk, "note": "Waits longest"})
    blind = "newcomer"
    assert not visible_to(acting(blind), type(hidden)).filter(pk=hidden.pk).exists()
    page = client_of(blind).get(f"/spaces/{space.pk}/related").content.decode()
    assert "1 record that you may not see" in page
    whole = page + client_of(blind).get(f"/spaces/{space.pk}").content.decode()
    assert all(word not in whole for word in (code, hidden.name, "Waits longest"))
    assert api_of(blind).get(f"/api/v1/linked-records/{link.pk}").status_code in (403, 404)
    assert hidden.name in client_of(OWNER).get(f"/spaces/{space.pk}/related").content.decode()
    with pytest.raises(Forbidden):
        create(
            acting("sales-manager"),
            named("linked-record"),
            {"subject": entity_of(hidden).code(customer_of("group").pk), "space": space.pk},
        )


def test_closing_keeps_what_was_learned_and_search_finds_it(space: Space) -> None:
    with pytest.raises(Invalid):
        close(acting(OWNER), space, lessons="  ")
    with pytest.raises(Forbidden):
        close(acting(MEMBER), space, lessons="It was enough")
    close(acting(OWNER), space, lessons="Obsidian orders need two signatures\nand a calm head")
    with pytest.raises(Refused):
        close(acting(OWNER), space, lessons="Once more")
    assert [(hit.entity.id, hit.record.pk) for hit in search(acting(GUEST), "Obsidian")] == [("space", space.pk)]
    told()
    assert {MEMBER, GUEST} == set(Notice.objects.filter(kind="space-closed").values_list("person__username", flat=True))
    reopen(acting(OWNER), space)
    kept = Space.everything.get(pk=space.pk)
    assert (kept.state, kept.closed_at, kept.lessons[:8]) == ("active", None, "Obsidian")


def test_a_project_opens_one_space_though_two_take_it_up_at_once() -> None:
    told()
    handoff = draft(type_with(mode=Mode.PROJECT))
    offer(acting("sales"), handoff)
    handoff.refresh_from_db()
    head = head_of(handoff.receiving_id)
    director = Person.everything.get(pk=head).username if head else RECEIVER

    def take(_try: int) -> None:
        try:
            accept(acting(director), handoff)
            told()
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take, range(2)))
    told()
    [made] = Space.everything.filter(handoff=handoff.pk)
    handoff.refresh_from_db()
    assert made.owner_id == handoff.director_id
    people = set(SpaceMember.everything.filter(space=made).values_list("person", flat=True))
    assert people == {handoff.giver_id, handoff.receiver_id, handoff.director_id}
    assert LinkedRecord.everything.get(space=made).subject == handoff.subject
    assert sees("sales", made) and not sees(STRANGER, made)
