"""What a person wants to be told of, and how: everything in the inbox, what waits for them by a digest; but for what they
said otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from concerto.kernel.access.actor import Actor
from concerto.kernel.notices.following import BY_ITSELF
from concerto.kernel.notices.kinds import Group, Kind, kinds
from concerto.kernel.notices.model import Mail, Setting


def usual_mail(kind: Kind) -> Mail:
    """As long as a person said nothing: what waits for them is in the digest, what only lets them know is not mailed."""
    return Mail.OFF if kind.group == Group.ALERT else Mail.DIGEST


def wanted(actor: Actor) -> frozenset[str]:
    """Ids of the kinds that are on, and BY_ITSELF where what is mine is followed without asking."""
    return told_kinds(actor.person) | ({BY_ITSELF} - _off(actor.person))


def told_kinds(person: int | None) -> frozenset[str]:
    """The kinds that a person is told of at all."""
    return frozenset(kinds()) - _off(person)


def _off(person: int | None) -> frozenset[str]:
    return frozenset(Setting.objects.filter(person=person, wanted=False).values_list("kind", flat=True))


def mails(person: int | None) -> dict[str, Mail]:
    """Kind → how it is mailed to a person."""
    said = dict(Setting.objects.filter(person=person).exclude(mail="").values_list("kind", "mail"))
    return {id: Mail(said[id]) if id in said else usual_mail(kind) for id, kind in kinds().items()}


def by_robot(person: int | None) -> frozenset[str]:
    """The kinds that robots may tell the person's groups of."""
    off = Setting.objects.filter(person=person, robot=False).values_list("kind", flat=True)
    return frozenset(set(kinds()) - set(off))


def want(
    actor: Actor,
    chosen: Collection[str],
    *,
    mail: Mapping[str, str] | None = None,
    robot: Collection[str] | None = None,
) -> None:
    """These are on, all others off; so for robots, where said. What is not a kind, or no way of mailing, is passed over."""
    assert actor.person, "the system is told nothing"
    ways = {id: Mail(way) for id, way in (mail or {}).items() if way in Mail.values}
    known = dict(Setting.objects.filter(person=actor.person).values_list("kind", "mail"))
    Setting.objects.bulk_create(
        [
            Setting(
                person_id=actor.person,
                kind=id,
                wanted=id in chosen,
                mail=ways.get(id, known.get(id, "")),
                robot=robot is None or id in robot,
            )
            for id in (*kinds(), BY_ITSELF)
        ],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["wanted", "mail", *["robot"] * (robot is not None)],
    )
