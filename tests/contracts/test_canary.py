"""The canary crawl: what somebody may not know is given a name of its own, every address is visited, and nothing sings."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.utils import timezone

from concerto.collaboration.meetings.calendar.asking import CANCEL, REQUEST
from concerto.collaboration.meetings.calendar.feed import feed_of
from concerto.collaboration.meetings.calendar.mailing import send_invitation
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.customers.customer.model import Customer
from concerto.customers.membership.points.model import PointsLine
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions import standard
from concerto.kernel.actions.change import add
from concerto.kernel.channels.mail.choosing import Posting
from concerto.kernel.channels.mail.writing import MOST_LINES, mail_of
from concerto.kernel.channels.robot.model import Card, Robot, Service
from concerto.kernel.channels.robot.services import request_of
from concerto.kernel.channels.robot.telling import words_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, entity_of, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.live.fanout import granted, news
from concerto.kernel.live.stream import Stream, event
from concerto.kernel.live.topics import Topic
from concerto.kernel.live.visitor import Ticket
from concerto.kernel.notices.model import Notice
from concerto.kernel.notices.sending import Notification, send
from tests.cast import acting, api_of, client_of, customer_of, made, person_called
from tests.contracts import oracle
from tests.contracts.addresses import Template, templates
from tests.contracts.facts import everybody, world
from tests.contracts.making import HINTS
from tests.contracts.test_matrix import NOBODY, ids_of
from tests.contracts.turns import in_turn

pytestmark = pytest.mark.django_db
CANARY, HIDDEN_AMOUNT = "Kanarienvogel", 739182645
SINGS = [CANARY, CANARY.lower(), CANARY.upper(), str(HIDDEN_AMOUNT), f"{HIDDEN_AMOUNT:,}", "739182645"[::-1]]
WORDS, ROOM = ("text", "long-text"), 40  # characters a canary needs at most
HOOK, LINE = "https://chat.example/hook", 10**9  # a line of the journal that nobody else was told of
SOME = 2  # of each noun, where the way is the same for all
VISITORS = ["sales", "service", "partner"]
ASKED = [{}, {"q": CANARY[:8]}]  # on every address that names no record


# -- planting -------------------------------------------------------------------------------------------------------
def plant(facts: oracle.World, who: oracle.Who, visitor: str) -> int:
    """A canary in every word (and amount) that the visitor may not know: whole records, and fields of those seen."""
    planted = 0
    for entity in entities():
        for id in ids_of(facts, entity.id):
            record = entity.model.everything.get(pk=id)
            bound = HINTS.get(entity.id, {})  # these must be as they are
            secret = [each for each in secrets(facts, who, entity, record, visitor) if each.id not in bound]
            values = {each.id: canary(record, each) for each in secret}
            values = {
                id: name for id, name in values.items() if entity.fields[id].value(record) != name
            }  # for another visitor
            if values:
                fixed = {name: given for name, given in bound.items() if not callable(given) and name != entity.shared}
                if isinstance(record, PointsLine):  # it stays as it is: another one of the same member sings
                    if PointsLine.everything.filter(key=values["key"]).exists():
                        continue
                    add(
                        SYSTEM.doing("create"),
                        PointsLine(member=record.member, programme=record.programme, points=1, **values),
                    )
                else:
                    standard.edit(SYSTEM, entity, id, {**fixed, **values})
                planted += len(values)
    return planted


def secrets(facts: oracle.World, who: oracle.Who, entity: Entity, record: Record, visitor: str) -> Iterator[Field]:
    row = facts[entity.id, record.pk]
    if row.trashed or (row.parent and facts[row.parent].trashed) or record == person_called(visitor):
        return
    unseen = not oracle.may(facts, who, entity.id, record.pk, "read")
    told = HINTS.get(entity.id, {})  # what must be of a certain form cannot hold a canary
    for field in (field for field in entity.written.values() if field.id not in told):
        kept = oracle.right(who, entity.id, field.id) in (oracle.HIDDEN, oracle.MASKED)
        if (unseen or kept) and (field.kind.id == "money" or (field.kind.id in WORDS and field.longest >= ROOM)):
            yield field


def canary(record: Record, field: Field) -> str:
    return (
        f"{HIDDEN_AMOUNT}.00"
        if field.kind.id == "money"
        else f"{CANARY}{field.id}{entity_of(record).prefix}{record.pk}"
    )


# -- crawling -------------------------------------------------------------------------------------------------------
def addresses(
    facts: oracle.World, who: oracle.Who, among: Iterable[Template] | None = None
) -> Iterator[tuple[Template, str]]:
    """Every address (or these) with every kind of record and field a visitor could try there."""
    for template in templates() if among is None else among:
        choices = [list(values_of(facts, who, template, parameter)) for parameter in template.parameters]
        for values in product(*choices):
            yield template, template.filled(**dict(zip(template.parameters, values, strict=True)))


def values_of(facts: oracle.World, who: oracle.Who, template: Template, parameter: str) -> Sequence[Any]:
    """Some of each sort for every parameter we know; for any other KeyError, so that no address is left out unseen."""
    entity = named(template.noun) if template.noun else None
    every_parameter = {
        "id": lambda: one_of_each(facts, who, template.noun),
        "field": lambda: telling_fields(who, entity) if entity else [],
        "verb": lambda: [*(entity.actions if entity else ()), "nothing"],
        "noun": lambda: ["customer", "nothing"],
        "key": lambda: ["nothing"],  # of a link that was handed out
        "way": lambda: ids_of(facts, "credential"),
        "line": lambda: list(Entry.objects.order_by("-id").values_list("id", flat=True)[:1]),
    }
    return every_parameter[parameter]()


def one_of_each(facts: oracle.World, who: oracle.Who, noun: str) -> list[int]:
    """A record that is seen, one that is not, one in the trash. Of one that is nowhere nothing can be told."""
    seen, unseen, trashed = [], [], []
    for id in ids_of(facts, noun):
        kind = trashed if facts[noun, id].trashed else seen if oracle.may(facts, who, noun, id, "read") else unseen
        kind.append(id)
    return [*seen[:1], *unseen[:1], *trashed[:1]] or [NOBODY]


def telling_fields(who: oracle.Who, entity: Entity) -> list[str]:
    """The title, a field that is kept from the visitor if there is one, and a link."""
    kept = [id for id in entity.fields if oracle.right(who, entity.id, id) in (oracle.HIDDEN, oracle.MASKED)]
    links = [link.id for link in entity.links]
    return [entity.title.id, *kept[:1], *links[:1]]


def heard(answer: Any) -> list[str]:
    """The canaries that sing in an answer, its headers and its files."""
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    texts = [raw, str(answer.headers).encode(), str(answer.cookies).encode(), *unpacked(raw)]
    return [song for song in SINGS for text in texts if song.encode() in text]


def unpacked(raw: bytes) -> Iterator[bytes]:
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def visited_by(visitor: str) -> Iterator[Template]:
    """A third of the addresses of every noun, of the next noun another third: of each kind every visitor sees some."""
    by_noun: dict[str, list[Template]] = defaultdict(list)
    for template in templates():
        by_noun[template.noun].append(template)
    for place, some in enumerate(by_noun.values(), VISITORS.index(visitor)):
        yield from in_turn(some, place, len(VISITORS))


def test_the_visitors_leave_nothing_out() -> None:
    visited = [template for visitor in VISITORS for template in visited_by(visitor)]
    assert Counter(visited) == Counter(templates())


@pytest.mark.parametrize("visitor", VISITORS)
def test_nothing_sings(visitor: str) -> None:
    facts, who = world(), everybody()[visitor]
    standard.edit(acting("admin"), named("customer"), customer_of("person").pk, {"parent": "Harbour Mills"})
    assert plant(facts, who, visitor) > 10
    pages, api = client_of(visitor), api_of(visitor)
    visited: dict[int, int] = {}
    only_written: set[str] = set()
    for template, address in addresses(facts, who, visited_by(visitor)):
        if template.route in only_written:
            continue
        asked: Sequence[Mapping[str, str]] = ASKED if not template.parameters else ASKED[:1]
        for query in asked:
            answer = (api if template.is_api else pages).get(address, query)
            assert heard(answer) == [], (visitor, address, query)
            assert answer.status_code < 500, (address, query)
            visited[answer.status_code] = visited.get(answer.status_code, 0) + 1
            if answer.status_code == 405:
                only_written.add(template.route)
    assert visited[200] > 60, visited
    assert visited[404] > 20, visited


# -- what leaves by itself ------------------------------------------------------------------------------------------
@pytest.fixture
def told_of_everything(settings: Any) -> dict[str, list[Notice]]:
    """Whatever each visitor may not know sings, and each is told of every record of every noun: seen, unseen and in the trash."""
    settings.PUBLIC_URL = "https://crm.example"
    facts, people = world(), everybody()
    for visitor in VISITORS:
        plant(facts, people[visitor], visitor)
    ids = {username: person_called(username).pk for username in VISITORS}
    stranger = person_called("rival").pk
    for line, (noun, id) in enumerate(facts, 1):
        send("assigned", [Notification(person, noun, id, line, stranger) for person in ids.values()])
    told = {username: list(Notice.objects.filter(person=id, kind="assigned")) for username, id in ids.items()}
    for notices in told.values():
        assert {noun for noun, _id in facts} - {notice.entity for notice in notices} == set()
    return told


def unknown_to(visitor: str) -> set[str]:
    """What sings of records and fields that the visitor may not know, each by its own name."""
    facts, who = world(), everybody()[visitor]
    return {
        canary(record, field)
        for entity in entities()
        for record in entity.model.everything.filter(pk__in=ids_of(facts, entity.id))
        for field in secrets(facts, who, entity, record, visitor)
        if field.kind.id in WORDS
    }


def names_in(said: str) -> set[str]:
    return set(re.findall(rf"{CANARY}[a-z_]+[A-Z]+[0-9]+", said))


def test_nothing_sings_in_what_leaves_by_itself(told_of_everything: dict[str, list[Notice]]) -> None:
    """Mails one by one and as a digest, cards of robots for groups, calendars, live streams: of every noun, in one set-up."""
    everyones = team_of_all()  # first, for whoever is in one team sees what its people share
    unknown = {visitor: unknown_to(visitor) for visitor in told_of_everything}
    assert all(len(secret) > 10 for secret in unknown.values())
    for visitor, notices in told_of_everything.items():
        for way, said in (*mails(visitor, notices), *calendars(visitor), *streams(visitor)):
            assert names_in(said) & unknown[visitor] == set(), (visitor, way)
    for way, said in cards(everyones, told_of_everything[VISITORS[0]]):
        assert names_in(said) & set.union(*unknown.values()) == set(), way  # what one may not know, none is told
    would_be_heard()


def would_be_heard() -> None:
    """The same ways sing to whoever may know: so it is not for want of words that they are silent."""
    admin, own = person_called("admin"), Customer.everything.filter(name__startswith=CANARY, trashed_at=None)[0]
    secret = own.name
    send("assigned", [Notification(admin.pk, "customer", own.pk, LINE, None)])
    notices = list(Notice.objects.filter(person=admin.pk, journal=LINE))
    only_admin = made(acting("admin"), "team", {"name": "Alone"})
    made(acting("admin"), "membership", {"team": only_admin.pk, "person": admin.pk})
    group = robot_of_team(only_admin.pk)
    heard_by = {way for way, said in (*mails("admin", notices), *cards(group, notices)) if secret in names_in(said)}
    assert heard_by == {"mail", "digest", *Service.values}


def mails(visitor: str, notices: Sequence[Notice]) -> Iterator[tuple[str, str]]:
    """Some notices of each noun as mails of their own, and all of them in digests of as many as one holds."""
    person, server = person_called(visitor), get_connection()
    digests = [notices[place : place + MOST_LINES] for place in range(0, len(notices), MOST_LINES)]
    for some, is_digest in (*(([each], False) for each in some_of_each(notices)), *((each, True) for each in digests)):
        letter = mail_of(person, Posting(some, is_digest), server)
        if letter:
            yield "digest" if is_digest else "mail", words_in(letter)


def words_in(letter: Any) -> str:
    """All that a mail says, with the lines of a calendar unfolded."""
    parts = [
        letter.subject,
        letter.body,
        str(letter.extra_headers),
        *(content for content, _type in letter.alternatives),
    ]
    return "\n".join(map(str, parts)).replace("\r\n ", "")


def some_of_each(notices: Sequence[Notice]) -> list[Notice]:
    by_noun: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_noun[notice.entity].append(notice)
    return [notice for some in by_noun.values() for notice in some[:SOME]]


def team_of_all() -> Robot:
    """A robot of a group in which nobody knows more than any of the visitors does."""
    team = made(acting("admin"), "team", {"name": "Group"})
    for username in VISITORS:
        made(acting("admin"), "membership", {"team": team.pk, "person": person_called(username).pk})
    return robot_of_team(team.pk)


def robot_of_team(team: int) -> Robot:
    given = {
        "name": "Robot",
        "service": "wecom",
        "person": person_called("admin").pk,
        "kinds": ["assigned"],
        "team": team,
    }
    robot = made(acting("admin"), "robot", given)
    assert isinstance(robot, Robot)
    return robot


def cards(robot: Robot, notices: Sequence[Notice]) -> Iterator[tuple[str, str]]:
    """What is posted to each service of some things told of each noun."""
    for notice in some_of_each(notices):
        card = Card(robot=robot, notice=notice, kind=notice.kind, entity=notice.entity, record=notice.record)
        words = words_of(robot, card)
        assert words, "every noun has words"
        for service in Service.values:
            yield service, str(json.loads(request_of(service, words, HOOK, "", timezone.now())[1]))


def calendars(visitor: str) -> Iterator[tuple[str, str]]:
    """The private feed, and a mail for every meeting, as if it had been asked for before somebody was taken out of the list."""
    yield "feed", feed_of(acting(visitor)).decode().replace("\r\n ", "")
    mail.outbox.clear()
    for meeting in Meeting.everything.order_by("pk"):
        for method in (REQUEST, CANCEL):
            send_invitation(meeting.pk, person_called(visitor).pk, method)
    yield from (("invitation", words_in(letter)) for letter in mail.outbox)


def streams(visitor: str) -> Iterator[tuple[str, str]]:
    """A page that asks for every list and every record is told of none but those that its reader may see."""
    facts, who = world(), everybody()[visitor]
    every = {Topic(noun, id) for noun, id in facts} | {Topic(entity.id) for entity in entities()}
    stream = Stream(acting(visitor), Ticket("", 0), set())
    stream.topics = granted(stream, every)
    known = {key for key in facts for trashed in (False, True) if oracle.may(facts, who, *key, "read", trashed=trashed)}
    assert {tuple(topic) for topic in stream.topics if topic.record} <= known
    [(told, _streams)] = news((topic for topic in every if topic.record), dict.fromkeys(every, (stream,)))
    listed = {(noun, id) for noun, ids in told.lists.items() for id in ids}
    assert listed | {tuple(topic) for topic in told.records} <= known
    yield "stream", event("changed", vars(told)).decode()


def test_the_canary_would_be_heard() -> None:
    """The same crawl by somebody who may know everything hears it, at pages, API and files."""
    facts, who = world(), everybody()["service"]
    plant(facts, who, "service")
    own, pages, api = customer_of("own").pk, client_of("admin"), api_of("admin")
    for door, address in ((pages, f"/customers/{own}"), (pages, f"/customers/{own}/history"), (pages, "/customers/export"),
                          (pages, "/customers/export?format=xlsx"), (api, f"/api/v1/customers/{own}"), (api, f"/api/v1/customers/{own}/history")):  # fmt: skip
        assert heard(door.get(address)) != [], address
