"""Threads, signs, pins and files on a timeline: each stands once, obeys the rights of what it is on, and costs a page the same."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.db import connection

from concerto.collaboration.comments.comment.actions import react
from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.comments.reaction.model import Emoji, Reaction
from concerto.collaboration.comments.thread.building import SHOWN
from concerto.collaboration.pins.model import Pin
from concerto.collaboration.pins.pinning import MOST
from concerto.kernel.actions.refusal import Invalid, NotThere
from concerto.kernel.actions.standard import delete, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.files.keeping import attach
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.kernel.timeline.reading import timeline
from tests.cast import acting, api_of, client_of, customer_of
from tests.collaboration.handed import draft, type_with
from tests.collaboration.test_comments import say, told
from tests.queries import Queries

FRAGMENT = {"HX-Request": "true"}


def feed(whose: str = "own", *, by: str = "sales") -> str:
    return client_of(by).get(f"/customers/{customer_of(whose).pk}/timeline").content.decode()


def post(address: str, by: str = "sales", **given: object) -> int:
    return client_of(by).post(address, given, headers=FRAGMENT).status_code


# -- threads ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_answers_stand_once_under_what_they_answer() -> None:
    first = say("Who goes there?")
    say("Something else")
    for word in ("one", "two", "three"):
        assert post(f"/comments/{first.pk}/answer", text=f"Answer {word}") == 204
    page = feed()
    assert page.count(f'id="comment-{first.pk}"') == 1
    assert page.index("Who goes there?") < page.index("Answer one") < page.index("Answer three")
    assert page.index("Answer three") < page.index("Something else"), "a thread moves up with its last answer"
    assert "2 earlier replies" in page


@pytest.mark.django_db
def test_a_thread_has_one_level() -> None:
    first = say("Begins")
    answer = say("Answers", reply_to=first.pk)
    other = say("Stands alone")
    with pytest.raises(Invalid):
        say("Answers the answer", reply_to=answer.pk)
    with pytest.raises(Invalid):
        edit(acting("sales"), named("comment"), first.pk, {"reply_to": other.pk})
    edit(acting("sales"), named("comment"), other.pk, {"reply_to": first.pk})


@pytest.mark.django_db
def test_an_answer_stays_where_the_first_words_are_deleted_and_where_they_are_on_a_hand_off() -> None:
    first, handed = say("Gone soon"), draft(type_with())
    say("Still here", reply_to=first.pk)
    delete(acting("sales"), named("comment"), first.pk)
    assert "What was said first is deleted." in (page := feed()) and "Still here" in page
    code = named("handoff").code(handed.pk)
    about = Comment.everything.get(pk=_made(code, "On the hand-off"))
    assert post(f"/comments/{about.pk}/answer", text="Answered there") == 204
    kept = Comment.everything.get(reply_to=about.pk)
    assert kept.subject == code
    assert "Answered there" in feed()


def _made(subject: str, body: str) -> int:
    answer = api_of("sales").post(
        "/api/v1/comments", json.dumps({"subject": subject, "body": body}), "application/json"
    )
    return int(answer.json()["id"])


@pytest.mark.django_db
def test_a_long_thread_brings_its_newest_answers() -> None:
    first = say("Begins")
    for number in range(SHOWN + 3):
        say(f"Answer <{number}>", reply_to=first.pk)
    page = feed()
    assert f"{SHOWN + 2} earlier replies" in page and f"Answer &lt;{SHOWN + 2}&gt;" in page
    assert "Answer &lt;2&gt;" not in page


@pytest.mark.django_db
def test_a_page_of_threads_asks_as_much_as_one_thread() -> None:
    def asked() -> int:
        feed()
        with Queries() as queries:
            feed()
        return len(queries)

    def talk() -> None:
        first = say(f"Begins {named('file').code(file.pk)}")
        react(acting("sales"), say("Answers", reply_to=first.pk), emoji=Emoji.UP)
        post(f"/customers/{customer_of('own').pk}/pin", what=f"comment:{first.pk}")

    file = attach(acting("sales"), named("customer"), customer_of("own").pk, "plan.txt", BytesIO(b"a plan"))
    talk()
    before = asked()
    for _number in range(4):
        talk()
    assert asked() == before


# -- signs --------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_sign_is_put_and_taken_away_and_tells_no_follower() -> None:
    said = say("Look")
    address = f"/comments/{said.pk}/sign"
    for by, given in (("sales", {}), ("service", {}), ("sales", {}), ("service", {"off": "yes"})):
        assert post(address, by, emoji="heart", **given) == 204
    assert [row.person.username for row in Reaction.objects.filter(comment=said)] == ["sales"]
    assert 'title="李青">❤️ <em>1</em>' in feed(by="service")
    lines = Entry.objects.filter(entity="comment", record=said.pk, verb="react").order_by("id")
    assert [line.reason for line in lines] == ["❤️", "❤️", "−❤️"], "the journal knows, each change once"
    assert {line.topic for line in lines} == {said.number}, "open pages of the record are told"
    assert "react" not in {each.line.verb for each in timeline(acting("sales"), customer_of("own")).happenings}
    assert post(address, emoji="nonsense") == 422


@pytest.mark.django_db
def test_signs_obey_the_rights_of_the_comment() -> None:
    said = say("Look")
    with pytest.raises(NotThere):
        react(acting("rival"), said, emoji=Emoji.UP)
    assert post(f"/comments/{said.pk}/sign", "rival", emoji="up") == 404
    assert post(f"/comments/{said.pk}/answer", "rival", text="Me too") == 404


@pytest.mark.usefixtures("committed")
def test_the_same_sign_twice_at_once_is_there_once() -> None:
    said = say("Look")

    def click(_number: int) -> None:
        try:
            react(acting("sales"), said, emoji=Emoji.DONE)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(click, range(12)))
    assert Reaction.objects.filter(comment=said).count() == 1
    assert Entry.objects.filter(entity="comment", record=said.pk, verb="react").count() == 1


@pytest.mark.usefixtures("committed")
def test_followers_hear_of_comments_but_not_of_signs() -> None:
    said = say("Look")
    told("followed")
    before = Notice.objects.count()
    react(acting("service"), said, emoji=Emoji.PARTY)
    told("followed")
    assert Notice.objects.count() == before


# -- pins ---------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_pin_stands_above_until_who_may_takes_it_down() -> None:
    customer = customer_of("own")
    address, said = f"/customers/{customer.pk}/pin", say("Never call before ten")
    assert post(address, "service", what=f"comment:{said.pk}") == 204
    assert post(address, "service", what=f"comment:{said.pk}") == 204, "what is there stays"
    pin = Pin.objects.get(entity="customer", record=customer.pk)
    assert feed().count("Never call before ten") == 2
    assert "pinned by Tom Okoro" in feed()
    assert post(address, "legal", down=str(pin.pk)) == 403
    assert post(address, "rival", down=str(pin.pk)) == 404
    assert post(address, "sales", down=str(pin.pk)) == 204, "who may change the record may"
    assert "pinned by" not in feed()
    assert Entry.objects.filter(entity="customer", record=customer.pk, verb__in=["pin", "unpin"]).count() == 2


@pytest.mark.django_db
def test_only_what_stands_there_is_pinned_and_only_so_much() -> None:
    customer, elsewhere = customer_of("own"), Comment.everything.get(body="Said by rival")
    address = f"/customers/{customer.pk}/pin"
    for what in (f"comment:{elsewhere.pk}", "line:1", "line:0", "comment:", "", "person:1", "x" * 99):
        assert post(address, what=what) == 404, what
    assert post(address, down="1' or 1") == 404
    assert post("/people/1/pin", "admin", what="line:1") == 404, "people are no matter"
    line = Entry.objects.filter(entity="customer", record=customer.pk, verb="create").get()
    assert post(address, what=f"line:{line.id}") == 204
    codes = [post(address, what=f"comment:{say(f'Matter {number}').pk}") for number in range(MOST)]
    assert codes == [204] * (MOST - 1) + [409]


# -- files and hostile words --------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_file_that_is_named_by_its_code_stands_under_the_words() -> None:
    own = attach(acting("sales"), named("customer"), customer_of("own").pk, "plan & draft.txt", BytesIO(b"a plan"))
    other = attach(acting("rival"), named("customer"), customer_of("other").pk, "secret.txt", BytesIO(b"a secret"))
    code = named("file").code
    say(f"See {code(own.pk)} and {code(other.pk)} and F-99999999 and XF-00001")
    page = feed()
    assert 'class="said-file"' in page and "plan &amp; draft.txt" in page
    assert "secret.txt" not in page and code(other.pk) in page, "what one may not see stays a code"


@pytest.mark.django_db
def test_an_upload_says_by_which_code_it_is_named() -> None:
    address = f"/customers/{customer_of('own').pk}/files"
    sent = {"file": BytesIO(b"hello")}
    sent["file"].name = "a.txt"
    answer = client_of("sales").post(address, sent, headers={"Accept": "application/json"})
    assert answer.json()["code"] == named("file").code(answer.json()["id"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("see https://concerto.example/a?b=1&c=2.", "https://concerto.example/a?b=1&amp;c=2"),
        ("看 https://concerto.example/页，谢谢", "https://concerto.example/页"),
        (
            "https://a.example/\u202egpj.exe",
            "https://a.example/gpj.exe",
        ),  # what turns the direction of writing was not kept
        ('https://a.example/"onmouseover="alert(1)', "https://a.example/"),
        ("javascript:alert(1) data:text/html,<script>alert(1)</script> HTTPS://", None),
        ("<a href='https://a.example'>x</a>", "https://a.example"),
    ],
)
def test_addresses_become_links_and_nothing_else_does(text: str, href: str | None) -> None:
    say(text)
    page = feed()
    body = page[page.index('<p class="pre">') : page.index("</p>", page.index('<p class="pre">'))]
    assert body.count("<a ") == (1 if href else 0)
    assert "<script" not in body and '"onmouseover' not in body
    assert href is None or f'href="{href}" target="_blank" rel="noopener' in body


@pytest.mark.django_db
def test_what_is_too_long_or_says_nothing_is_refused_with_a_sentence() -> None:
    first = say("Begins")
    for address, kind in (
        (f"/comments/{first.pk}/answer", ""),
        (f"/customers/{customer_of('own').pk}/compose", "comment"),
    ):
        for text, sentence in (
            ("x" * 100_001, "100000 characters"),
            ("  \n ", "needed"),
            ("\u200b\u2060\ufeff", "needed"),
        ):
            answer = client_of("sales").post(address, {"kind": kind, "text": text}, headers=FRAGMENT)
            assert answer.status_code == 422 and sentence in answer.content.decode()
        assert client_of("sales").post(
            address, {"kind": kind, "text": "x" * 10_000_000}, headers=FRAGMENT
        ).status_code in (400, 413, 422)
    assert Comment.everything.filter(reply_to=first.pk).count() == 0
