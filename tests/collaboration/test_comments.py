"""What is said on a record: whom it mentions is told once, who could not see it is never mentioned, answers stay where they belong."""

from __future__ import annotations

from typing import Any

import pytest

from concerto.collaboration.comments.comment.mentions import mentioned_in
from concerto.collaboration.comments.comment.model import Comment
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.model import Notice
from concerto.kernel.timeline.reading import timeline
from concerto.sales.opportunity.model import Opportunity
from tests.cast import acting, client_of, customer_of, person_called
from tests.collaboration.handed import draft, type_with


def say(body: str, *, by: str = "sales", whose: str = "own", **more: Any) -> Comment:
    subject = named("customer").code(customer_of(whose).pk)
    kept = create(acting(by), named("comment"), {"subject": subject, "body": body, **more})
    assert isinstance(kept, Comment)
    return kept


def told(kind: str) -> list[str]:
    for reader in readers():
        catch_up(reader)
    rows = Notice.objects.filter(kind=kind).order_by("person__username")
    return list(rows.values_list("person__username", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "people", "groups"),
    [
        ("@高远 please look", ["rnd"], 0),
        ("Please look, @rnd!", ["rnd"], 0),
        ("@Tom Okoro and @周岚", ["service", "service-lead"], 0),
        ("@李青青 is nobody, but begins like one", ["sales"], 0),
        ("@运营部 or @operations, it is the same", [], 1),
        ("@北组", [], 1),
        ("mail to nobody@nowhere.example", [], 0),
        ("@单离 has left", [], 0),
        ("100 % and %s and @", [], 0),
    ],
)
def test_names_are_found_as_people_write_them(text: str, people: list[str], groups: int) -> None:
    found = mentioned_in(text)
    assert sorted(found.people) == sorted(person_called(each).pk for each in people)
    assert len(found.teams) + len(found.departments) == groups


@pytest.mark.django_db
def test_the_longest_name_that_stands_there_is_meant() -> None:
    for name in ("林", "林知夏"):
        create(acting("admin"), named("person"), {"username": f"x-{len(name)}", "name": name})
    assert list(mentioned_in("@林知夏 涨价函先别发").people.values()) == ["林知夏"]
    assert list(mentioned_in("@林 涨价函先别发").people.values()) == ["林"]
    assert sorted(mentioned_in("@林知夏 和 @林").people.values()) == ["林", "林知夏"]


@pytest.mark.usefixtures("committed")
def test_whom_it_mentions_is_told_once() -> None:
    told("mentioned")
    say("@高远 and @北组, please look")
    assert told("mentioned") == told("mentioned") == ["mate", "rnd"]


@pytest.mark.usefixtures("committed")
def test_of_a_department_those_are_told_who_may_see_it() -> None:
    told("mentioned")
    say("@运营部 see to it")
    assert "rival" not in (known := told("mentioned"))
    assert {"service", "rnd", "legal"} <= set(known)


@pytest.mark.usefixtures("committed")
def test_who_answers_tells_whom_they_answer() -> None:
    told("answered")
    first = say("Who goes there?")
    say("I will", by="service", reply_to=first.pk)
    say("Well", reply_to=first.pk)
    assert told("answered") == ["sales"]


@pytest.mark.usefixtures("committed")
def test_a_note_and_a_later_wording_tell_as_well() -> None:
    told("mentioned")
    create(acting("sales"), named("note"), {"customer": customer_of("own").pk, "body": "@高远 knows more"})
    kept = say("Nobody yet")
    assert told("mentioned") == ["rnd"]
    edit(acting("sales"), named("comment"), kept.pk, {"body": "Or @Ana Costa"})
    assert told("mentioned") == ["finance", "rnd"]


@pytest.mark.django_db
def test_nobody_is_mentioned_who_would_never_learn_of_it() -> None:
    with pytest.raises(Invalid) as refused:
        say("@rival look at this")
    assert "Rob Tanner" in str(refused.value.problems["body"])
    kept = say("Nothing yet")
    with pytest.raises(Invalid):
        edit(acting("sales"), named("comment"), kept.pk, {"body": "@rival look at this"})


@pytest.mark.django_db
def test_an_answer_and_a_comment_stay_with_their_record() -> None:
    first = say("Here")
    with pytest.raises(Invalid):
        say("There", by="admin", whose="other", reply_to=first.pk)
    with pytest.raises(Invalid):
        edit(acting("sales"), named("comment"), first.pk, {"subject": named("customer").code(customer_of("team").pk)})
    with pytest.raises(Invalid):
        create(acting("admin"), named("comment"), {"subject": named("person").code(1), "body": "About a person"})


@pytest.mark.django_db
def test_it_stands_on_the_deal_the_hand_off_and_the_customer() -> None:
    deal = Opportunity.everything.get(name="Deal of sales")
    about_deal = create(
        acting("sales"), named("comment"), {"subject": named("opportunity").code(deal.pk), "body": "On the deal"}
    )
    handed = draft(type_with(), about=named("opportunity").code(deal.pk))
    about_it = create(
        acting("sales"), named("comment"), {"subject": named("handoff").code(handed.pk), "body": "On the hand-off"}
    )
    seen = lambda record: {each.record for each in timeline(acting("sales"), record).happenings}  # noqa: E731
    assert {about_deal, about_it} <= seen(customer_of("own"))
    assert about_deal in seen(deal)
    assert about_it in seen(handed)


@pytest.mark.django_db
def test_hostile_words_are_words() -> None:
    client, customer = client_of("sales"), customer_of("own")
    evil = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3)) @<b>高远</b>"
    answer = client.post(
        f"/customers/{customer.pk}/compose", {"kind": "comment", "text": evil}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert(1)" not in page and "<img src=x" not in page and 'href="javascript' not in page
