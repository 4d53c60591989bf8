import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label

if TYPE_CHECKING:
    from concerto.kernel.access.grant.model import Grant

_CODE = re.compile(r"[A-Z]+-[0-9]{5,18}")


def names_a_record(grant: "Grant") -> Mapping[str, Label]:
    """A grant names its record by a code as records are shown with."""
    return (
        {} if _CODE.fullmatch(grant.subject) else {"subject": _("A record is named by its code, for example C-00012.")}
    )


def names_somebody(grant: "Grant") -> Mapping[str, Label]:
    """A grant says with whom."""
    someone = grant.person_id or grant.team_id or grant.department_id or grant.role
    return {} if someone else {"person": _("Say with whom: a person, a team, a department or a role.")}
