from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.sign_in.actions import end
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, rows

sign_in = Entity(
    SignIn,
    id="sign-in",
    path="sign-ins",
    prefix="S",
    label=_("Sign-in"),
    plural=_("Sign-ins"),
    about=_(
        "Everybody who came in or tried to: when, from where, by what means, and whether the session is still open."
    ),
    icon="login",
    title=SignIn.device,
    columns=[SignIn.device, SignIn.person, SignIn.outcome, SignIn.means, SignIn.place, SignIn.seen_at, SignIn.ended_at],
    page=[
        Section(_("Sign-in"), SignIn.person, SignIn.outcome, SignIn.means, SignIn.device, SignIn.place),
        Section(_("Session"), SignIn.seen_at, SignIn.ended_at),
    ],
    derived=[SignIn.seen_at],
    owner=SignIn.person,
    access=[rows(ADMINISTRATOR, read=ALL), rows(EVERYONE, read=OWN)],
    actions=[end],
)
