"""Cards in groups of chat services. The servers here are stand-ins on this machine that check what the services say they
check; nothing reaches the services themselves."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.channels.robot import jobs, sending
from concerto.kernel.channels.robot.actions import connect, send_test, turn_off, turn_on
from concerto.kernel.channels.robot.model import Card, Robot
from concerto.kernel.channels.robot.services import A_MINUTE, plain
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice, Setting
from concerto.kernel.notices.quiet import Peace
from concerto.kernel.notices.sending import notify
from concerto.kernel.outbound.allowed import entries
from concerto.kernel.webhooks import trying
from tests import cast
from tests.kernel.outbound.servers import Asked, Local, plainly, serving

pytestmark = pytest.mark.django_db
SECRET = "SEC0123456789"
GOOD = {"wecom": b'{"errcode":0,"errmsg":"ok"}', "dingtalk": b'{"errcode":0,"errmsg":"ok"}',
        "feishu": b'{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}', "slack": b"ok"}  # fmt: skip


@pytest.fixture(autouse=True)
def let_through(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = entries("127.0.0.1")
    settings.PUBLIC_URL = "https://crm.example"


def robot_of(
    local: Local | None, service: str = "wecom", *, path: str = "/send?key=k-1", secret: str = "", **values: Any
) -> Robot:
    given = {
        "name": "Robot",
        "service": service,
        "person": "admin",
        "kinds": ["assigned", "mentioned"],
        "language": "en",
    }
    made = cast.made(cast.acting("admin"), "robot", given | values)
    assert isinstance(made, Robot)
    if local:
        connect(cast.acting("admin"), made, address=local.url + path, secret=secret)
    return fresh(made)


def team_of(*usernames: str) -> int:
    """People who all see the customer of `sales`."""
    team = cast.made(cast.acting("admin"), "team", {"name": "Group"}).pk
    for username in usernames:
        cast.made(cast.acting("admin"), "membership", {"team": team, "person": username})
    return team


def fresh(record: Any) -> Any:
    return Robot.everything.get(pk=record.pk)


def tell(
    journal: int = 1, *usernames: str, about: Record | None = None, kind: str = "assigned", actor: str = "admin"
) -> None:
    people = [cast.person_called(username).pk for username in usernames or ("sales",)]
    by = cast.person_called(actor).pk
    notify(people, kind, about=about or cast.customer_of("own"), journal_id=journal, actor=by)


def posted(robot: Robot) -> int:
    count = 0
    while sending.post_next(robot.pk):
        count += 1
    return count


def later(robot: Robot) -> None:
    """As if every waiting was over."""
    Robot.everything.filter(pk=robot.pk).update(paused_until=None)
    Card.objects.filter(robot=robot.pk, state="waiting").update(next_try_at=timezone.now())


# -- what each service is sent ------------------------------------------------------------------------------------------
def signed(service: str, asked: Asked) -> bool:
    """What the service does, written from its own description."""
    if service == "dingtalk":
        query = parse_qs(urlsplit(asked.path).query)
        stamp = query["timestamp"][0]
        key, said, given = SECRET, f"{stamp}\n{SECRET}", query["sign"][0]
        age = abs(timezone.now().timestamp() - int(stamp) / 1000)
    else:
        body = json.loads(asked.body)
        stamp = body["timestamp"]
        key, said, given = f"{stamp}\n{SECRET}", "", body["sign"]
        age = abs(timezone.now().timestamp() - int(stamp))
    return age < 3600 and b64encode(hmac.new(key.encode(), said.encode(), sha256).digest()).decode() == given


CARDS: dict[str, Callable[[Any], tuple[str, str, str]]] = {  # title, text, link as the service reads them
    "wecom": lambda body: (
        body["template_card"]["main_title"]["title"],
        body["template_card"]["sub_title_text"],
        body["template_card"]["card_action"]["url"],
    ),
    "dingtalk": lambda body: (body["actionCard"]["title"], body["actionCard"]["text"], body["actionCard"]["singleURL"]),
    "feishu": lambda body: (
        body["card"]["header"]["title"]["content"],
        body["card"]["elements"][0]["text"]["content"],
        body["card"]["elements"][1]["actions"][0]["url"],
    ),
    "slack": lambda body: (
        body["blocks"][0]["text"]["text"],
        body["blocks"][1]["text"]["text"],
        body["blocks"][2]["elements"][0]["url"],
    ),
}
TYPES = {
    "wecom": ("msgtype", "template_card"),
    "dingtalk": ("msgtype", "actionCard"),
    "feishu": ("msg_type", "interactive"),
}


@pytest.mark.parametrize("service", CARDS)
def test_a_stand_in_of_each_service_takes_the_card_with_its_signature(service: str) -> None:
    path = "/robot/send?access_token=t-1" if service == "dingtalk" else "/hook/t-1"
    with serving(plainly(200, GOOD[service])) as local:
        robot = robot_of(local, service, path=path, secret=SECRET, team=team_of("sales", "sales-manager"))
        tell(1, "sales-manager", actor="sales")
        assert (posted(robot), posted(robot)) == (1, 0)
    [asked] = local.asked
    body = json.loads(asked.body)
    title, text, link = CARDS[service](body)
    assert (title, link) == ("Something is given to me", f"https://crm.example/customers/{cast.customer_of('own').pk}")
    assert text.endswith("李青 gave you 苏州晨星科技有限公司")
    assert asked.headers["content-type"].startswith("application/json")
    if service in TYPES:
        key, value = TYPES[service]
        assert body[key] == value
    if service in ("dingtalk", "feishu"):
        assert signed(service, asked)
    if service == "dingtalk":
        assert parse_qs(urlsplit(asked.path).query)["access_token"] == ["t-1"]
    card = Card.objects.get()
    assert (card.state, card.problem, card.status) == ("delivered", "", 200)


def test_words_are_never_read_as_formatting_or_as_a_call_to_all() -> None:
    assert plain("[x](http://evil.example) @all *b*") == "\\[x\\]\\(http://evil\\.example\\) @\u200ball \\*b\\*"


# -- what a group may know ------------------------------------------------------------------------------------------------
def test_a_card_names_only_what_everybody_of_its_group_may_see() -> None:
    """Canary: no path of a card tells a title to a group of which one may not see the record."""
    canary, customer = "Canary-5519-Works", cast.customer_of("own")
    standard.edit(cast.acting("admin"), named("customer"), customer.pk, {"name": canary})
    with serving(plainly(200, GOOD["wecom"])) as local:
        everybody = robot_of(local, name="All", kinds=["assigned"])
        tell(about=customer)
        assert posted(everybody) == 1
        [asked] = local.asked
        assert canary.encode() not in asked.body + asked.path.encode()
        assert CARDS["wecom"](json.loads(asked.body))[1].endswith("gave you a record")
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(card)::text from kernel_robot_card card")
        assert canary not in cursor.fetchone()[0]
    page = cast.client_of("admin").get(f"/robots/{everybody.pk}").content.decode()
    assert canary not in page


def test_a_matter_of_which_many_were_told_is_one_card_of_each_robot_it_concerns() -> None:
    with serving(plainly(200, GOOD["wecom"])) as local:
        department = cast.person_called("sales").department_id
        concerned = robot_of(local, name="Sales", department=department)
        others = robot_of(local, name="Legal", department=cast.person_called("legal").department_id)
        other_kind = robot_of(local, name="Hand-offs", kinds=["handoff-offered"])
        tell(1, "sales", "mate", "sales-manager")
        tell(1, "sales", "mate", "sales-manager")
        assert [posted(robot) for robot in (concerned, others, other_kind)] == [1, 0, 0]
    assert Card.objects.count() == 1


def test_whoever_does_not_want_it_and_quiet_hours_are_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(plainly(200, GOOD["wecom"])) as local:
        robot = robot_of(local)
        tell(1)
        Setting.objects.create(person=cast.person_called("sales"), kind="assigned", wanted=True, robot=False)
        tell(2)  # no card any more, and that which waits is not posted
        assert (Card.objects.count(), posted(robot), local.asked) == (1, 1, [])
        assert Card.objects.get().state == "withheld"
        Setting.objects.all().delete()
        tell(3)
        monkeypatch.setattr(Peace, "free", lambda _self, moment: moment + timedelta(hours=3))
        assert (posted(robot), local.asked) == (1, [])
        waiting = Card.objects.get(journal=3)
        assert (waiting.state, waiting.tries) == ("waiting", 0)
        assert waiting.next_try_at and waiting.next_try_at > timezone.now() + timedelta(hours=2)
        monkeypatch.undo()
        later(robot)
        assert (posted(robot), posted(robot), len(local.asked)) == (1, 0, 1)


# -- when it does not work ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("service", "answer"),
    [("wecom", (200, b'{"errcode":93000,"errmsg":"invalid webhook url"}')), ("dingtalk", (200, b'{"errcode":310000,"errmsg":"sign not match"}')),
     ("feishu", (200, b'{"code":19021,"msg":"sign match fail"}')), ("slack", (500, b"")), ("wecom", (200, b"<html>captive portal"))],
)  # fmt: skip
def test_an_answer_that_says_no_is_a_failure_whatever_its_status(service: str, answer: tuple[int, bytes]) -> None:
    with serving(plainly(*answer)) as local:
        robot = robot_of(local, service)
        tell()
        assert (posted(robot), posted(robot)) == (1, 0)
    card = Card.objects.get()
    assert (card.state, card.tries, bool(card.problem)) == ("waiting", 1, True)
    assert fresh(robot).failures == 1


@pytest.mark.parametrize(
    ("service", "answer"),
    [("wecom", (200, b'{"errcode":45009}')), ("dingtalk", (200, b'{"errcode":130101}')), ("feishu", (200, b'{"code":11232}')), ("slack", (429, b""))],
)  # fmt: skip
def test_too_many_is_a_pause_and_no_failure(service: str, answer: tuple[int, bytes]) -> None:
    with serving(plainly(*answer)) as local:
        robot = robot_of(local, service)
        tell()
        assert (posted(robot), posted(robot), len(local.asked)) == (1, 0, 1)
    card, after = Card.objects.get(), fresh(robot)
    assert (card.state, card.tries, after.failures) == ("waiting", 0, 0)
    assert after.paused_until > timezone.now() + timedelta(seconds=50)


def test_a_group_is_posted_no_more_than_twenty_cards_a_minute() -> None:
    with serving(plainly(200, GOOD["wecom"])) as local:
        robot = robot_of(local)
        for number in range(A_MINUTE + 2):
            tell(number + 1)
        assert (posted(robot), len(local.asked)) == (A_MINUTE, A_MINUTE)
        Card.objects.update(tried_at=timezone.now() - timedelta(minutes=1))
        later(robot)
        assert (posted(robot), len(local.asked)) == (2, A_MINUTE + 2)


def test_what_fails_for_long_is_turned_off_and_its_person_is_told() -> None:
    with serving(plainly(503)) as local:
        robot = robot_of(local)
        tell()
        tell(2)
        for _try in range(trying.MOST_FAILURES):
            later(robot)
            assert posted(robot) == 1
    after = fresh(robot)
    assert (after.active, "10" in after.off_because) == (False, True)
    told = Notice.objects.get(kind="robot-off")
    assert (told.person_id, told.record) == (cast.person_called("admin").pk, robot.pk)
    turn_on(cast.acting("admin"), after)
    assert (fresh(robot).active, fresh(robot).failures) == (True, 0)


def test_a_group_that_is_gone_is_left_alone() -> None:
    with serving(plainly(404, b"no_service")) as local:
        robot = robot_of(local, "slack")
        tell()
        assert posted(robot) == 1
    assert (fresh(robot).active, Card.objects.get().state) == (False, "failed")


def test_one_that_is_slow_delays_nobody_and_a_crash_on_the_way_means_another_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two runs: the first dies after it claimed the card, the second posts it once the claim is over."""
    with serving(plainly(200, GOOD["wecom"])) as local:
        robot = robot_of(local)
        tell()
        assert local.asked == []  # telling people waits for no service
        assert sending.WAY.claim(robot.pk) is not None
        assert (posted(robot), local.asked) == (0, [])
        later(robot)
        assert (posted(robot), len(local.asked), Card.objects.get().tries) == (1, 1, 2)


def test_our_own_network_is_posted_nothing(settings: Settings) -> None:
    with serving(plainly(200, GOOD["wecom"])) as local:
        robot = robot_of(local)
        settings.OUTBOUND_ALLOW = ()
        tell()
        assert (posted(robot), local.asked) == (1, [])
    assert Card.objects.get().problem


# -- the robot itself -------------------------------------------------------------------------------------------------------
def test_its_address_and_secret_are_sealed_and_nowhere_to_be_read() -> None:
    with serving(plainly()) as local:
        robot = robot_of(local, "dingtalk", path="/send?access_token=t-secret-1", secret=SECRET)
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(kernel_robot)::text from kernel_robot where id = %s", [robot.pk])
        kept = cursor.fetchone()[0]
    told = json.dumps([line.changes for line in Entry.objects.filter(entity="robot", record=robot.pk)])
    page = cast.client_of("admin").get(f"/robots/{robot.pk}").content.decode()
    known = cast.api_of("admin").get(f"/api/v1/robots/{robot.pk}").content.decode()
    for text in (kept, told, page, known):
        assert "t-secret-1" not in text and SECRET not in text
    assert fresh(robot).goes_to == urlsplit(local.url).netloc


def test_a_trial_is_posted_and_what_cannot_work_is_refused_at_once() -> None:
    with pytest.raises(Refused):
        turn_on(cast.acting("admin"), robot_of(None))
    with pytest.raises(Invalid):
        robot_of(None, kinds=[])
    with pytest.raises(Invalid):
        connect(cast.acting("admin"), robot_of(None), address="file:///etc/passwd")
    with serving(plainly(200, GOOD["wecom"])) as local:
        robot = robot_of(local)
        send_test(cast.acting("admin"), robot)
        assert (posted(robot), b"trial" in local.asked[0].body) == (1, True)
        turn_off(cast.acting("admin"), fresh(robot))
        tell()
        assert Card.objects.count() == 1
    page = cast.client_of("admin").get(f"/robots/{robot.pk}/beside").content.decode()
    Card.objects.update(made_at=timezone.now() - jobs.KEPT - timedelta(days=1))
    jobs.forget_cards(0)
    assert not Card.objects.exists()
    assert page
