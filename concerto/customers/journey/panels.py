"""The ways to the map: from a segment of customers, and from a stage."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.customers.customer.model import Customer
from concerto.customers.journey.stages import may_know
from concerto.customers.lifecycle_stage.model import LifecycleStage
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.stay.model import Stay
from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.ui.addresses import with_query

SIGN = "arrows-split"


@panel(on=Customer, instead_of=[Stay.customer, PainPoint.customer])
def of_a_customer(look: Look) -> Panel | None:
    """None: the head tells of stages, and leads to the map, where both kinds of rows are drawn."""
    return None


@panel(on=Segment)
def of_a_segment(look: Look) -> Panel | None:
    if look.entity.fields["noun"].value(look.record) != "customer":
        return None
    return _way(look, _("Journey of its members"), with_query("/journey", segment=look.record.pk))


@panel(on=LifecycleStage)
def of_all(look: Look) -> Panel | None:
    return _way(look, _("Journey of all customers"), "/journey")


def _way(look: Look, words: str, address: str) -> Panel | None:
    if not may_know(look.actor):
        return None
    return Panel("journey", _("Journey"), [Line(words, address, icon=SIGN)], Count(1, exact=True))
