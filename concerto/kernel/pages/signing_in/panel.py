"""On a person's page: how they sign in, for themselves and for administrators."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concerto.kernel.access.credential.model import Credential
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.panels import Line, Panel, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.signing_in.enrolling import MINE
from concerto.kernel.pages.signing_in.records import sessions_of
from concerto.kernel.query.listing import Count

SHOWN = 3


@panel(Person, instead_of=[SignIn.person, Credential.person])
def signing_in(look: Look) -> Panel | None:
    """The newest open sessions, and the way to the whole of it."""
    own = look.record.pk == look.actor.person
    if not own and Act.EDIT not in look.acts:
        return None
    address = MINE if own else f"{look.address}/sign-in"
    sessions = sessions_of(look.actor, look.record.pk)
    lines = [Line(_("Ways to sign in, links, sessions"), address, icon="shield-lock")]
    lines += [Line(row.device, address, icon="device-desktop", note=row.place) for row in sessions[:SHOWN]]
    return Panel("sign-in", _("Sign-in"), lines, Count(len(sessions), exact=True), all=address)
