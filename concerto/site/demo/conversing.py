"""Where colleagues of the demo company talk about no single record: channels for all, for a team and for those invited, and two who write to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.conversations.conversation.entity import conversation as described
from concerto.collaboration.conversations.conversation.model import Conversation
from concerto.collaboration.conversations.direct import pair_of
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.grant.model import Grant, Level
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import add
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.journal.writing import Line, write_many
from concerto.site.demo.talking import as_it_came


@dataclass(frozen=True)
class Channel:
    """`said`: who, what, and how many minutes after the word before; the last word fell `ago` before now."""

    name: str
    about: str
    owner: str
    open_to: Sharing
    invited: Sequence[str]
    ago: timedelta
    said: Sequence[tuple[str, str, int]]


CHANNELS = (
    Channel(
        "全员公告 · Everyone", "谁都该知道的事，中英文都行。\nWhat everybody should know, in either language.",
        "executive", Sharing.EVERYONE, (), timedelta(hours=3),
        (
            ("executive", "本季度只盯一件事：答应客户的，按时做到。", 0),
            ("people", "From January on, customer visits count as working days for everybody, engineers too.", 190),
            ("rnd", "那研发可以排进回访名单吗？我想先去酒店现场听一次夜间噪声。", 25),
            ("success", "Yes please: two visits are planned for next week, I will put you on the list.", 12),
        ),
    ),
    Channel(
        "华东每日站会", "昨天、今天、卡在哪里。", "sales", Sharing.TEAM, ("sales-manager",), timedelta(hours=26),
        (
            ("sales", "昨天两个回访，今天改报价；卡在账期，等财务。", 0),
            ("sales-2", "展会名单跟到第 12 家，其中 3 家要样机。", 4),
            ("sales-manager", "Terms: I will speak with Nanxing before noon.", 31),
        ),
    ),
    Channel(
        "Night noise, unit 3", "Until the cause is known: measurements and what we tell the customer.",
        "service-lead", Sharing.PRIVATE, ("service", "rnd", "rnd-3", "success"), timedelta(minutes=50),
        (
            ("service", "现场录了三段，42 Hz 很明显，70 % 负荷时最响。", 0),
            ("rnd-3", "Same tone on the test bench with a bearing of that batch.", 95),
            ("rnd", "那就是批次问题。先降负荷运行，周五换件。", 18),
            ("service-lead", "Good. I tell the customer today; nobody promises anything about the price.", 9),
        ),
    ),
)  # fmt: skip
PAIRS = (
    ("sales", "finance", timedelta(hours=5), ("额度批到 800 万了吗？客户下午要回话。", "批了，账期 60 天以内都可以。", "太好了，谢谢！")),
    ("product", "service-lead", timedelta(days=2), ("Can I listen in on the hotline for a morning?", "Thursday from nine: sit next to Runa.")),
)  # fmt: skip


def converse() -> None:
    """What is said stands as comments at its time; when something was last said is kept as its reader would."""
    people = dict(visible_to(SYSTEM, Person).exclude(username="").values_list("username", "pk"))
    lines: list[Line] = []
    for each in CHANNELS:
        owner = people[each.owner]
        begun = Conversation(name=each.name, about=each.about, open_to=each.open_to, owner_id=owner)
        lines += _held(begun, [people[who] for who in each.invited], each.said, timezone.now() - each.ago, people)
    for one, other, ago, words in PAIRS:
        lines += _between(people[one], people[other], timezone.now() - ago, words)
    write_many(sorted(lines, key=lambda each: each.happened_at))


def _between(one: int, other: int, last: datetime, words: Sequence[str]) -> Iterator[Line]:
    """They take turns."""
    people = {str(pk): pk for pk in (one, other)}
    names = visible_to(SYSTEM, Person).in_bulk([one, other])
    begun = Conversation(name=f"{names[one].name} · {names[other].name}", owner_id=one, pair=pair_of(one, other))
    said = [(str((one, other)[turn % 2]), each, 6) for turn, each in enumerate(words)]
    return _held(begun, [other], said, last, people)


def _held(
    begun: Conversation,
    invited: Sequence[int],
    said: Sequence[tuple[str, str, int]],
    last: datetime,
    people: Mapping[str, int],
) -> Iterator[Line]:
    moments = [
        last - timedelta(minutes=sum(later for _who, _words, later in said[turn + 1 :])) for turn in range(len(said))
    ]
    begun.last_said = last
    owner = begun.owner_id or 0
    yield as_it_came(begun, owner, moments[0] - timedelta(minutes=1))
    code = described.code(begun.pk)
    why = code if begun.pair else ""  # as the first word to somebody opens it, and as sharing does
    for person in invited:
        grant = Grant(subject=code, level=Level.READ, person_id=person, given_by_id=owner, reason=why)
        add(SYSTEM.doing("create"), grant)
    for (who, words, _later), at in zip(said, moments, strict=True):
        yield as_it_came(Comment(subject=code, body=words, author_id=people[who]), people[who], at)
