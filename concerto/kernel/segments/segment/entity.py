from django.utils.translation import gettext_lazy as _

from concerto.kernel.belonging.segment.model import Segment
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, SHARED, rows
from concerto.kernel.segments.segment.actions import recount, share
from concerto.kernel.segments.segment.guards import asks_what_one_may_ask
from concerto.kernel.segments.segment.rules import wrong

segment = Entity(
    Segment,
    id="segment",
    path="segments",
    prefix="SG",
    label=_("Segment"),
    plural=_("Segments"),
    about=_("Records that have something in common, kept up to date under a name: for filters, tags, tiers and campaigns."),
    icon="chart-pie",
    title=Segment.name,
    head=Head(under=[Segment.noun, Segment.counted_at], badges=[Segment.kept]),
    columns=[Segment.name, Segment.size, Segment.noun, Segment.kept, Segment.tag, Segment.owner, Segment.shared_with, Segment.counted_at],
    page=[
        Section(_("Segment"), Segment.name, Segment.about, Segment.noun, Segment.filter, Segment.kept, Segment.tag),
        Section(_("Whose it is"), Segment.owner, Segment.shared_with),
        Section(_("Count"), Segment.size, Segment.counted_at, Segment.trouble),
    ],
    derived=[Segment.size, Segment.counted_at, Segment.trouble],
    quiet=[Segment.tags],
    search=[Segment.name],
    owner=Segment.owner,
    shared=Segment.shared_with,
    made_on="/segments/build",
    checks=[wrong],
    guards=[asks_what_one_may_ask],
    actions=[share, recount],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=SHARED, create=OWN, edit=OWN, delete=OWN).locking(Segment.owner, Segment.shared_with),
    ],
)  # fmt: skip
