"""From what changed to what each open page is told. Works set by set: streams of the same rights share one question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from concerto.kernel.access.audience import Sighting, profile, seen_among
from concerto.kernel.access.rights import may
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.live.stream import Stream, event
from concerto.kernel.live.topics import Topic

LISTED = 100  # ids of one list told at once; above that the page is told that it was many

Listeners = Mapping[Topic, Iterable[Stream]]


@dataclass
class News:
    """What one page is told: records that changed, records it may not see any more, and ids by list."""

    records: list[Topic] = field(default_factory=list)
    gone: list[Topic] = field(default_factory=list)
    lists: dict[str, list[int]] = field(default_factory=dict)

    def message(self) -> bytes:
        return event("changed", {"records": self.records, "gone": self.gone, "lists": self.lists})


def news(changed: Iterable[Topic], listeners: Listeners) -> dict[Stream, News]:
    """What each listener may know of the records that changed. Asks the database once per noun and distinct rights."""
    by_noun: dict[str, set[int]] = defaultdict(set)
    for topic in changed:
        by_noun[topic.noun].add(topic.record)
    asked = list(_asked(by_noun, listeners))
    seen = seen_among((sighting for _stream, sighting, _listed in asked), trash=True)
    told: dict[Stream, News] = defaultdict(News)
    for stream, (actor, noun, id), listed in asked:
        _tell(told, stream, Topic(noun, id), listed=listed, seen=(profile(actor, noun), noun, id) in seen)
    return told


def _asked(by_noun: Mapping[str, set[int]], listeners: Listeners) -> Iterable[tuple[Stream, Sighting, bool]]:
    for noun, ids in by_noun.items():
        for id in ids:
            yield from ((stream, (stream.actor, noun, id), False) for stream in listeners.get(Topic(noun, id), ()))
        for stream in listeners.get(Topic(noun), ()):
            yield from ((stream, (stream.actor, noun, id), True) for id in sorted(ids)[: LISTED + 1])


def _tell(told: dict[Stream, News], stream: Stream, topic: Topic, *, listed: bool, seen: bool) -> None:
    if listed and seen:
        told[stream].lists.setdefault(topic.noun, []).append(topic.record)
    elif not listed:
        (told[stream].records if seen else told[stream].gone).append(topic)


def granted(stream: Stream, asked: Iterable[Topic]) -> set[Topic]:
    """Those topics of which the stream's person may hear."""
    topics = list(asked)
    lists = {topic for topic in topics if not topic.record and may(stream.actor, named(topic.noun), Act.READ)}
    records = [topic for topic in topics if topic.record]
    seen = seen_among(((stream.actor, *topic) for topic in records), trash=True)
    return lists | {topic for topic in records if (profile(stream.actor, topic.noun), *topic) in seen}


def outdated(shown: Mapping[Topic, int]) -> list[Topic]:
    """Of records that a page shows in some version, those that have another one by now. Only for granted topics."""
    return [
        topic
        for topic, version in shown.items()
        if version and not named(topic.noun).model.everything.filter(pk=topic.record, version=version).exists()
    ]
