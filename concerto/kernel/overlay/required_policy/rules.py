"""What is wrong with a policy: it may only speak of fields and steps that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.overlay.naming import ids_in
from concerto.kernel.overlay.required_policy.model import RequiredPolicy


def can_be_kept(policy: RequiredPolicy) -> Mapping[str, Label]:
    """Field id → what is wrong."""
    return dict(_problems(policy))


def _problems(policy: RequiredPolicy) -> Iterator[tuple[str, Label]]:
    entity = find(policy.noun)
    if entity is None:
        return
    unknown = [id for id in ids_in(policy.fields) if id not in entity.written]
    if unknown:
        yield "fields", _("Nobody can fill “%(field)s” of these records.") % {"field": unknown[0][:60]}
    steps = ids_in(policy.steps)
    known = entity.steps.choices if entity.steps else {}
    if any(step not in known for step in steps):
        yield "steps", _("There is no such step. There are: %(steps)s.") % {"steps": ", ".join(known) or "–"}
