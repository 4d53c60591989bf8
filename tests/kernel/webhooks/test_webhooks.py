"""From a line of the journal to another system: told once, signed, as its owner may know it, tried again, given up."""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import catch_up, readers
from concerto.kernel.notices.reading import notices
from concerto.kernel.outbound.allowed import entries
from concerto.kernel.webhooks import jobs, sending, signing, trying
from concerto.kernel.webhooks.delivery.model import Delivery, State
from concerto.kernel.webhooks.hook.actions import replay_failed, rotate_secret, send_test, turn_off, turn_on
from concerto.kernel.webhooks.hook.model import Webhook
from concerto.kernel.webhooks.readers import make_deliveries
from tests.cast import acting, client_of, customer_of, made, person_called
from tests.kernel.outbound.servers import Asked, Local, plainly, serving

MARKED = pytest.mark.django_db


@pytest.fixture
def listener(settings: Settings) -> Iterator[Local]:
    """Another system, let through by the administrator."""
    settings.OUTBOUND_ALLOW = entries("127.0.0.1")
    with serving(plainly(200, b"thank you")) as local:
        yield local


def hook_of(owner: str, url: str, **values: Any) -> Webhook:
    found = made(
        acting("admin"), "webhook", {"name": "Hook", "url": url, "nouns": ["customer"], "person": owner, **values}
    )
    assert isinstance(found, Webhook)
    return found


def edited(whose: str, **values: Any) -> Entry:
    id = customer_of(whose).pk
    standard.edit(acting("admin"), named("customer"), id, values)
    return Entry.objects.filter(entity="customer", record=id).latest("id")


def told(*lines: Entry) -> list[Delivery]:
    make_deliveries(lines)
    return list(Delivery.everything.exclude(event=None).order_by("pk"))


def sent(hook: Webhook) -> int:
    count = 0
    while sending.send_next(hook.pk):
        count += 1
    return count


def fresh(record: Any) -> Any:
    return type(record).everything.get(pk=record.pk)


def verified(hook: Webhook, asked: Asked, generation: int = 1) -> bool:
    """What the other side does, written from the specification."""
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    key = b64decode(signing.written(signing.secret(hook, generation)).removeprefix("whsec_"))
    expected = "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return expected in asked.headers["webhook-signature"].split(" ")


# -- telling --------------------------------------------------------------------------------------------------------
@MARKED
def test_an_event_is_told_once_signed_and_in_the_words_of_the_api(
    listener: Local, api_of: Callable[[str], Client]
) -> None:
    hook = hook_of("admin", f"{listener.url}/in")
    line = edited("own", city="Wuxi")
    [delivery] = told(line)
    assert told(line, line) == [delivery]
    assert (sent(hook), sent(hook)) == (1, 0)
    [asked] = listener.asked
    body = json.loads(asked.body)
    own = customer_of("own")
    assert body["data"].pop("record") == api_of("admin").get(f"/api/v1/customers/{own.pk}").json()
    assert body == {
        "type": "customer.edit", "timestamp": line.at.isoformat(),
        "data": {"event": line.id, "noun": "customer", "verb": "edit", "changes": {"city": {"before": "苏州", "after": "Wuxi"}}},
    }  # fmt: skip
    assert (asked.method, asked.path, asked.headers["content-type"]) == ("POST", "/in", "application/json")
    assert verified(hook, asked)
    assert abs(int(asked.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    after = fresh(delivery)
    assert (after.state, after.status, after.answer, after.request) == (
        "delivered",
        200,
        "thank you",
        asked.body.decode(),
    )


@MARKED
def test_which_events_are_told(listener: Local) -> None:
    before = edited("own", city="Before")
    hook_of("admin", listener.url, verbs=["edit"], filter="city = Wuxi")
    off = hook_of("admin", listener.url)
    turn_off(acting("admin"), off)
    other = hook_of("admin", listener.url, nouns=["note", "team"])
    lines = [edited("own", city="Wuxi"), edited("team", city="Leeds2"), before]
    standard.delete(acting("admin"), named("customer"), customer_of("own").pk)
    lines.append(Entry.objects.latest("id"))
    note = made(acting("admin"), "note", {"customer": customer_of("team").pk, "body": "Told"})
    lines.append(Entry.objects.filter(entity="note", record=note.pk).latest("id"))
    assert [(delivery.webhook_id == other.pk, delivery.event) for delivery in told(*lines)] == [
        (False, lines[0].id),
        (True, lines[-1].id),
    ]


@MARKED
def test_what_the_owner_may_not_know_is_not_told(listener: Local) -> None:
    """`service` knows no revenue; of the source only that there is one. `sales` sees no customers of others."""
    service, sales = hook_of("service", listener.url), hook_of("sales", listener.url)
    lines = [edited("own", revenue="77.5", source="Secret fair", city="Wuxi"), edited("other", city="Hidden")]
    assert {(delivery.webhook_id, delivery.event) for delivery in told(*lines)} == {
        (service.pk, lines[0].id), (service.pk, lines[1].id), (sales.pk, lines[0].id)
    }  # fmt: skip
    assert sent(service) == 2
    body = json.loads(listener.asked[0].body)["data"]
    assert body["changes"].keys() == {"city"}
    assert ("revenue" in body["record"], body["record"]["source"], body["record"]["masked"]) == (
        False,
        None,
        ["source"],
    )
    assert not any(word in listener.asked[0].body for word in (b"77.5", b"Secret fair"))


@MARKED
def test_rights_count_at_the_moment_of_sending(listener: Local) -> None:
    hook = hook_of("sales", listener.url)
    [kept, lost] = told(edited("own", city="Wuxi"), edited("team", city="Leeds2"))
    standard.edit(acting("admin"), named("customer"), customer_of("team").pk, {"owner": "rival"})
    assert sent(hook) == 2
    assert [fresh(one).state for one in (kept, lost)] == [State.DELIVERED, State.WITHHELD]
    assert len(listener.asked) == 1
    standard.edit(acting("admin"), named("person"), person_called("sales").pk, {"left_at": "2026-01-01"})
    Delivery.everything.filter(pk=kept.pk).update(state=State.WAITING, next_try_at=timezone.now())
    assert sent(hook) == 1
    assert (fresh(kept).state, fresh(kept).request, len(listener.asked)) == (State.WITHHELD, "", 1)


@MARKED
def test_a_message_says_the_same_each_time_unless_less_may_be_known(listener: Local) -> None:
    hook = hook_of("marketing", listener.url)
    [delivery] = told(edited("own", city="Wuxi"))
    replay = named("delivery").actions["replay"]
    sent(hook)
    edited("own", city="Later")
    replay(acting("marketing"), fresh(delivery))
    sent(hook)
    standard.edit(acting("admin"), named("person"), person_called("marketing").pk, {"roles": ["service"]})
    replay(acting("admin"), fresh(delivery))
    sent(hook)
    first, second, third = listener.asked
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert third.headers["webhook-id"] == first.headers["webhook-id"]
    data = json.loads(third.body)["data"]["record"]
    assert (data["city"], data["source"], data["masked"]) == ("Later", None, ["source"])


# -- trying ---------------------------------------------------------------------------------------------------------
def later(hook: Webhook) -> None:
    """As if every waiting was over."""
    Webhook.everything.filter(pk=hook.pk).update(paused_until=None)
    Delivery.everything.filter(webhook=hook.pk, state=State.WAITING).update(next_try_at=timezone.now())


@MARKED
def test_what_fails_is_tried_with_growing_delays_then_given_up_and_sent_again_by_hand(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = entries("127.0.0.1")
    with serving(plainly(500, b"\0broken")) as local:
        hook = hook_of("admin", local.url)
        [delivery] = told(edited("own", city="Wuxi"))
        waits = []
        for _try in range(trying.MOST_TRIES):
            began = timezone.now()
            assert (sent(hook), sent(hook)) == (1, 0)
            delivery = fresh(delivery)
            if delivery.next_try_at:
                waits.append(round((delivery.next_try_at - began).total_seconds() / 60))
            later(hook)
        assert waits == [1, 5, 30, 120, 360, 720, 1440]
        assert (delivery.state, delivery.tries, delivery.status) == (State.FAILED, 8, 500)
        assert (delivery.problem, delivery.answer) == ("The other side answered with status 500.", "\ufffdbroken")
        assert {asked.headers["webhook-id"] for asked in local.asked} == {f"msg_{hook.pk}_{delivery.pk}"}
    with serving(plainly(204, b"")) as local:
        Webhook.everything.filter(pk=hook.pk).update(url=local.url)
        replay_failed(acting("admin"), fresh(hook))
        assert sent(hook) == 1
    assert (fresh(delivery).state, fresh(hook).failures, fresh(hook).paused_until) == (State.DELIVERED, 0, None)


@MARKED
def test_a_hook_that_fails_rests_and_is_turned_off(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = entries("127.0.0.1")
    with serving(plainly(503)) as local:
        hook = hook_of("admin", local.url)
        told(*(edited("own", city=f"City {number}") for number in range(12)))
        assert sent(hook) == 1  # then it rests, and so do the other messages
        for _try in range(trying.MOST_FAILURES - 1):
            later(hook)
            assert sent(hook) == 1
        assert len(local.asked) == trying.MOST_FAILURES
    assert (fresh(hook).active, fresh(hook).off_because) == (
        False, "10 tries in a row failed; the last problem: The other side answered with status 503."
    )  # fmt: skip
    line = Entry.objects.filter(entity="webhook", record=hook.pk).latest("id")
    assert (line.verb, line.actor, line.changes["active"]) == ("turn-off", None, [True, False])
    off = f"The webhook {hook.name} was turned off because it could not go on"
    assert [(told.kind.id, told.words) for told in notices(acting("admin"), kind="webhook-off").lines] == [
        ("webhook-off", off)
    ]
    later(hook)
    assert sent(hook) == 0
    turn_on(acting("admin"), fresh(hook))
    assert (fresh(hook).active, fresh(hook).off_because, fresh(hook).failures) == (True, "", 0)


@MARKED
def test_whoever_is_gone_is_told_no_more(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = entries("127.0.0.1")
    with serving(plainly(410)) as local:
        hook = hook_of("admin", local.url)
        [delivery] = told(edited("own", city="Wuxi"))
        assert sent(hook) == 1
    assert (fresh(delivery).state, fresh(hook).active) == (State.FAILED, False)


@MARKED
def test_our_own_network_is_not_told(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ()
    with serving(plainly()) as local:
        hook = hook_of("admin", local.url)
        [delivery] = told(edited("own", city="Wuxi"))
        assert sent(hook) == 1
        assert local.asked == []
    assert "is inside our own network" in fresh(delivery).problem or "Port" in fresh(delivery).problem


@MARKED
def test_a_redirect_is_no_delivery(settings: Settings, listener: Local) -> None:
    with serving(plainly(307, b"", Location=listener.url)) as local:
        hook = hook_of("admin", local.url)
        [delivery] = told(edited("own", city="Wuxi"))
        assert sent(hook) == 1
    assert (listener.asked, fresh(delivery).status, fresh(delivery).state) == ([], 307, State.WAITING)


@MARKED
def test_a_crash_on_the_way_means_another_try(listener: Local) -> None:
    hook = hook_of("admin", listener.url)
    [delivery] = told(edited("own", city="Wuxi"))
    claimed = sending.WAY.claim(hook.pk)
    assert claimed and sending.WAY.claim(hook.pk) is None
    assert timezone.now() + timedelta(minutes=4) < fresh(delivery).next_try_at
    later(hook)
    assert (sent(hook), fresh(delivery).tries) == (1, 2)


# -- secrets --------------------------------------------------------------------------------------------------------
@MARKED
def test_two_secrets_count_for_a_day_after_a_change(listener: Local) -> None:
    hook = hook_of("admin", listener.url)
    rotate_secret(acting("admin"), hook)
    hook = fresh(hook)
    send_test(acting("admin"), hook)
    assert sent(hook) == 1
    Webhook.everything.filter(pk=hook.pk).update(rotated_at=timezone.now() - timedelta(hours=24, seconds=1))
    send_test(acting("admin"), hook)
    assert sent(hook) == 1
    both, newest = listener.asked
    assert [verified(hook, both, 1), verified(hook, both, 2)] == [True, True]
    assert [verified(hook, newest, 1), verified(hook, newest, 2)] == [False, True]
    assert json.loads(both.body)["type"] == "webhook.test"
    assert signing.secret(hook, 1) != signing.secret(hook_of("admin", listener.url), 1)


@MARKED
def test_the_secret_is_shown_to_whoever_may_change_the_hook() -> None:
    hook = hook_of("sales", "https://hooks.example/in")
    secret = signing.written(signing.secret(hook, 1))
    assert secret in client_of("admin").get(f"/webhooks/{hook.pk}/secret").content.decode()
    for username, address in (("sales", hook.pk), ("partner", hook.pk), ("admin", 2**70)):
        assert client_of(username).get(f"/webhooks/{address}/secret").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(kernel_webhook)::text from kernel_webhook where id = %s", [hook.pk])
        assert secret.removeprefix("whsec_") not in cursor.fetchone()[0]


# -- what is refused ------------------------------------------------------------------------------------------------
@MARKED
@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"url": "hooks.example"}, "url"), ({"url": "https://me:pw@hooks.example"}, "url"), ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "https://hooks.example/\r\nX-Evil: 1"}, "url"), ({"nouns": []}, "nouns"), ({"nouns": ["webhook"]}, "nouns"),
        ({"nouns": ["nonsense"]}, "nouns"), ({"filter": "city ="}, "filter"), ({"filter": "nonsense = 1"}, "filter"),
        ({"filter": "city = X", "nouns": ["customer", "note"]}, "filter"), ({"verbs": ["nonsense"]}, "verbs"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_at_once(values: dict[str, Any], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        hook_of("admin", **{"url": "https://hooks.example/in", **values})
    assert refused.value.problems.keys() == {wrong}


@MARKED
def test_a_filter_that_its_owner_may_not_ask_turns_the_hook_off() -> None:
    hook = hook_of("service", "https://hooks.example/in", filter="revenue > 5")
    assert told(edited("own", city="Wuxi")) == []
    assert (fresh(hook).active, "revenue" in fresh(hook).off_because) == (False, True)


# -- the whole way --------------------------------------------------------------------------------------------------
def test_from_the_journal_to_the_job_and_out(committed: Address, listener: Local) -> None:
    """With real commits: the reader makes messages, wakes one job for a hook, and the look of every minute finds the rest."""
    hook = hook_of("admin", listener.url)
    for city in ("One", "Two"):
        edited("own", city=city)
    [ours] = [reader for reader in readers() if reader.name == "webhooks.deliveries"]
    assert catch_up(ours) > 0
    assert catch_up(ours) == 0
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where queue_name = 'webhooks'")
        assert [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()] == [
            {"hook": hook.pk}
        ]
    jobs.look_for_due(0)
    jobs.send_waiting(hook.pk)
    assert [json.loads(asked.body)["data"]["changes"]["city"]["after"] for asked in listener.asked] == ["One", "Two"]
    Delivery.everything.update(created_at=timezone.now() - timedelta(days=31))
    jobs.forget_deliveries(0)
    assert Delivery.everything.count() == 0


@MARKED
def test_waking_happens_after_commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    hook = hook_of("admin", "https://hooks.example/in")
    with django_capture_on_commit_callbacks() as callbacks:
        told(edited("own", city="Wuxi"))
        send_test(acting("admin"), hook)
    assert len(callbacks) == 2
