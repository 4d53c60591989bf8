"""From what changed to what each open page is told. Works set by set: streams of the same rights share one question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from concerto.kernel.access.audience import Profile, seen_among
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.live.stream import Stream
from concerto.kernel.live.topics import Topic
from concerto.kernel.overlay.loading import learn

LISTED = 100  # ids of one list told at once; above that the page is told that it was many

Listeners = Mapping[Topic, Iterable[Stream]]


@dataclass
class News:
    """What one page is told: records that changed, records it may not see any more, and ids by list."""

    records: list[Topic] = field(default_factory=list)
    gone: list[Topic] = field(default_factory=list)
    lists: dict[str, tuple[int, ...]] = field(default_factory=dict)


def news(changed: Iterable[Topic], listeners: Listeners) -> list[tuple[News, list[Stream]]]:
    """What listeners may know of the records that changed, each piece of news with all who are told the same.

    Asks the database once per noun and distinct rights; for each listener nothing is done but to find its groups.
    """
    by_noun: dict[str, set[int]] = defaultdict(set)
    for topic in changed:
        by_noun[topic.noun].add(topic.record)
    learn(by_noun)
    groups = [group for noun, ids in by_noun.items() for group in _groups(noun, ids, listeners)]
    seen = seen_among(((group.streams[0].actor, group.noun, id) for group in groups for id in group.ids), trash=True)
    told = [tuple(id for id in group.ids if (group.profile, group.noun, id) in seen) for group in groups]
    found = ((_news((groups[at], told[at]) for at in places), streams) for places, streams in _alike(groups).items())
    return [(news, streams) for news, streams in found if news != News()]


@dataclass(frozen=True)
class Group:
    """Streams of the same rights that are to hear of the same ids: of a list, or (`listed` is false) of one record."""

    profile: Profile
    noun: str
    streams: list[Stream]
    ids: tuple[int, ...]
    listed: bool


def _groups(noun: str, ids: set[int], listeners: Listeners) -> Iterator[Group]:
    for id in ids:
        for profile, streams in _by_profile(noun, listeners.get(Topic(noun, id), ())):
            yield Group(profile, noun, streams, (id,), listed=False)
    for profile, streams in _by_profile(noun, listeners.get(Topic(noun), ())):
        yield Group(profile, noun, streams, tuple(sorted(ids)[: LISTED + 1]), listed=True)


def _by_profile(noun: str, streams: Iterable[Stream]) -> Iterable[tuple[Profile, list[Stream]]]:
    found: dict[Profile, list[Stream]] = defaultdict(list)
    for stream in streams:
        found[stream.profile(noun)].append(stream)
    return found.items()


def _alike(groups: Sequence[Group]) -> dict[tuple[int, ...], list[Stream]]:
    """Streams by the places of the groups that they are in."""
    places: dict[Stream, tuple[int, ...]] = defaultdict(tuple)
    for place, group in enumerate(groups):
        for stream in group.streams:
            places[stream] += (place,)
    found: dict[tuple[int, ...], list[Stream]] = defaultdict(list)
    for stream, key in places.items():
        found[key].append(stream)
    return found


def _news(told: Iterable[tuple[Group, tuple[int, ...]]]) -> News:
    """What comes together for streams that are in these groups, of which they may see so many ids."""
    news = News()
    for group, seen in told:
        if not group.listed:
            (news.records if seen else news.gone).append(Topic(group.noun, group.ids[0]))
        elif seen:
            news.lists[group.noun] = seen
    return news


def granted(stream: Stream, asked: Iterable[Topic]) -> set[Topic]:
    """Those topics of which the stream's person may hear."""
    topics = list(asked)
    learn({topic.noun for topic in topics})
    lists = {topic for topic in topics if not topic.record and may(stream.actor, named(topic.noun), Act.READ)}
    records = [topic for topic in topics if topic.record]
    seen = seen_among(((stream.actor, *topic) for topic in records), trash=True)
    return lists | {topic for topic in records if (stream.profile(topic.noun), *topic) in seen}


def outdated(stream: Stream, shown: Mapping[Topic, int]) -> list[Topic]:
    """Of records that a page shows in some version, those that have another one by now, or are in the trash."""
    learn({topic.noun for topic in shown})
    return [
        topic
        for topic, version in shown.items()
        if version
        and not visible_to(stream.actor, named(topic.noun).model).filter(pk=topic.record, version=version).exists()
    ]
