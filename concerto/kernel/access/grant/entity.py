from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.grant.guards import only_what_one_has
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.grant.rules import names_a_record, names_somebody
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows

grant = Entity(
    Grant,
    id="grant",
    path="grants",
    prefix="G",
    label=_("Grant"),
    plural=_("Grants"),
    about=_("Single records shared with somebody beyond what their roles let them see, if need be until a day."),
    icon="share-3",
    title=Grant.subject,
    columns=[
        Grant.subject,
        Grant.level,
        Grant.person,
        Grant.team,
        Grant.department,
        Grant.role,
        Grant.until,
        Grant.given_by,
    ],
    page=[
        Section(_("Grant"), Grant.subject, Grant.level, Grant.until, Grant.reason, Grant.given_by),
        Section(_("Shared with"), Grant.person, Grant.team, Grant.department, Grant.role),
    ],
    search=[Grant.subject, Grant.reason],
    owner=Grant.given_by,
    checks=[names_a_record, names_somebody],
    guards=[only_what_one_has],
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL),
        rows(EVERYONE, read=OWN, create=OWN, edit=OWN, delete=OWN).locking(Grant.given_by),
    ],
)
