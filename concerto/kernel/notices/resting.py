"""What a person said about being left in peace, kept and read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from concerto.kernel.access.person.model import Person
from concerto.kernel.clock.finding import working_time_of
from concerto.kernel.notices.model import Quiet
from concerto.kernel.notices.quiet import Peace

MORNING = (9,)  # when the digest comes as long as nothing else was said


def quiet_of(person: int) -> Quiet:
    """What was said, or what holds as long as nothing was."""
    return Quiet.objects.filter(person=person).first() or Quiet(person_id=person, digest_at=list(MORNING))


def keep_quiet(
    person: int, *, begins: time | None, ends: time | None, days_off: bool, digest_at: Sequence[int]
) -> None:
    """Half a night, or one that ends as it begins, is none."""
    if begins is None or ends is None or begins == ends:
        begins = ends = None
    said = {"begins": begins, "ends": ends, "days_off": days_off, "digest_at": sorted(set(digest_at))}
    Quiet.objects.update_or_create(person_id=person, defaults=said)


def peace_of(person: Person) -> Peace:
    """The same as arithmetic, in the person's own zone and by the calendar of their department."""
    quiet = quiet_of(person.pk)
    work = working_time_of(person.department_id) if quiet.days_off else None
    return Peace(zone_of(person), quiet.begins, quiet.ends, work, tuple(quiet.digest_at))


def zone_of(person: Person) -> ZoneInfo:
    try:
        return ZoneInfo(person.time_zone or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
