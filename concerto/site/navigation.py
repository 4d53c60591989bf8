"""The rail, what a new Concerto begins with, and the logins that the sign-in page of a demo offers."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.my_work.counting import to_do
from concerto.collaboration.my_work.pages import HERE as WORK
from concerto.kernel.access.roles import labels
from concerto.kernel.entity.policy import Act
from concerto.kernel.pages.signing_in.offers import Offer, offer
from concerto.kernel.pages.start import Sample, Step, begin_with
from concerto.kernel.ui.navigation import Place, Workspace, declare, declare_own
from concerto.site.jobs import is_loading, load_sample

STEPS = (
    Step("department", _("Draw your departments"), _("Who belongs where decides who sees what."), least=0),
    Step(
        "person",
        _("Invite one person per department"),
        _("Each with a role; what roles may do can be changed."),
        least=1,
    ),
    Step(
        "calendar",
        _("Set working hours and holidays"),
        _("The Chinese calendar is ready, moved working days included."),
        Act.EDIT,
    ),
    Step(
        "customer",
        _("Bring in customers"),
        _(
            "From CSV, XLSX or JSON. Nothing is written before you have seen the preview, and every row is accounted for."
        ),
        Act.IMPORT,
    ),
    Step("customer", _("Or add a customer by hand"), _("A name is enough; everything else can follow."), Act.CREATE),
    Step(
        "contact-point",
        _("Say how to reach them"),
        _("Phones, mail addresses, WeChat: found by any of their digits."),
        Act.CREATE,
    ),
    Step(
        "activity",
        _("Write down what was said"),
        _("Calls, meetings and mails stand on the customer's timeline for everybody."),
        Act.CREATE,
    ),
)


def declare_places() -> None:
    """Called once, when addresses are first asked for."""
    declare(
        Workspace(
            _("Customers"),
            {
                "customer": "c",
                "contact-point": "o",
                "segment": "s",
                "tier": "",
                "lifecycle-stage": "l",
                "event": "e",
                "member": "m",
                "coupon": "",
            },
        ),
        Workspace(
            _("Sales"),
            {"lead": "", "opportunity": "f", "quote": "", "product": "", "price-book": "", "competitor": ""},
        ),
        Workspace(_("Service"), {"ticket": "i"}),
        Workspace(
            _("Collaboration"),
            {
                "handoff": "h",
                "task": "x",
                "approval": "",
                "promise": "",
                "conversation": "",
                "seat": "",
                "space": "",
                "meeting": "",
                "decision": "",
                "linkage": "",
            },
        ),
        Workspace(_("Product"), {"demand": ""}),
        Workspace(
            _("Company"),
            {"person": "p", "department": "d", "team": "t", "absence": "", "calendar": "k", "tag": "a", "batch": "b"},
        ),
        Workspace(_("Data"), {"quality-report": "q", "catalogue-entry": ""}),
        Workspace(
            _("Administration"),
            {
                "role": "r",
                "module": "",
                "grant": "",
                "provider": "",
                "factor-rule": "",
                "token": "",
                "webhook": "w",
                "robot": "",
                "threshold": "",
                "merge-rule": "",
                "custom-object": "",
                "custom-field": "",
                "cleaning-rule": "",
                "required-policy": "",
                "quality-rule": "",
                "handoff-type": "",
                "coverage": "",
                "responsibility": "",
                "approval-rule": "",
                "pipeline": "",
                "stage": "",
                "event-kind": "",
                "stage-duty": "",
                "tracked-site": "",
                "programme": "",
                "coupon-kind": "",
                "currency": "",
                "exchange-rate": "",
                "discount-limit": "",
            },
            kept=True,
        ),
    )
    declare_own(Place(_("My work"), "checklist", WORK, "y", "my work to do 我的工作 待办 任务", to_do))
    begin_with(STEPS, Sample(load=load_sample, is_loading=is_loading))
    if settings.DEMO:
        offer(demo_logins)


def demo_logins() -> list[Offer]:
    """One for each role; whoever plays it is called like it."""
    from concerto.site.demo import PASSWORD, logins  # only a demo needs its cast

    roles = labels()
    return [Offer(login.username, PASSWORD, login.name, roles[login.username], login.hue) for login in logins()]
