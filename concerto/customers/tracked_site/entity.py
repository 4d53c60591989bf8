from django.utils.translation import gettext_lazy as _

from concerto.company.roles import MARKETER
from concerto.customers.tracked_site.model import TrackedSite
from concerto.customers.tracked_site.rules import origins_are_some
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

tracked_site = Entity(
    TrackedSite,
    id="tracked-site",
    path="tracked-sites",
    prefix="TS",
    label=_("Tracked site"),
    plural=_("Tracked sites"),
    about=_("Sites and apps of ours that tell what their visitors do."),
    icon="world",
    title=TrackedSite.name,
    head=Head(badges=[TrackedSite.active]),
    columns=[TrackedSite.name, TrackedSite.active, TrackedSite.key, TrackedSite.heard_at],
    page=[
        Section(_("Tracked site"), TrackedSite.name, TrackedSite.origins, TrackedSite.active),
        Section(_("How it tells"), TrackedSite.key, TrackedSite.heard_at),
    ],
    derived=[TrackedSite.key, TrackedSite.heard_at],
    search=[TrackedSite.name],
    checks=[origins_are_some],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL),
        rows(MARKETER, read=ALL),
    ],
)
