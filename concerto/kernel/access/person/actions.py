"""What people set for themselves: how pages look and in which language and zone they speak."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.person.model import Amounts, Dates, Density, Language, Person, Theme, Week
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.entity.policy import Act


@action(on=Person, label=_("Set preferences"), needs=Act.READ, icon="settings", bulk=False)
def set_preferences(
    actor: Actor,
    me: Person,
    *,
    language: Language | None = None,
    time_zone: str | None = None,
    theme: Theme | None = None,
    density: Density | None = None,
    week: Week | None = None,
    dates: Dates | None = None,
    amounts: Amounts | None = None,
) -> None:
    """Choose for oneself, whatever one may edit otherwise. Raises Forbidden for somebody else, Invalid for a zone that does not exist."""
    if me.pk != actor.person:
        raise Forbidden()
    if time_zone and not is_zone(time_zone):
        raise Invalid({"time_zone": _("There is no such time zone. One is written like Asia/Shanghai.")})
    looks = {"language": language, "time_zone": time_zone, "theme": theme, "density": density}
    given = looks | {"week": week, "dates": dates, "amounts": amounts}
    change(actor, me, **{id: value for id, value in given.items() if value is not None})


def is_zone(name: str) -> bool:
    from zoneinfo import available_timezones

    return name in available_timezones()
