"""What a term of a hand-off type must say. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.term.model import Term
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label


def names_a_field(term: Term) -> Mapping[str, Label]:
    """A term about a field names one that the records handed over have; where any record may be, it cannot be checked."""
    noun = find(term.type.noun) if term.field and term.type_id and term.type.noun else None
    if noun is None or term.field in noun.fields:
        return {}
    return {"field": _("“%(noun)s” has no such field.") % {"noun": noun.label}}
