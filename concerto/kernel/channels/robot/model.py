"""A robot in a group of a chat service, and the cards it was given to post there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.person.model import Language, Person
from concerto.kernel.access.team.model import Team
from concerto.kernel.channels.robot.told import robot_kinds
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, moment, text, whole, yes_no
from concerto.kernel.notices.model import Notice
from concerto.kernel.webhooks.delivery.model import State
from concerto.kernel.webhooks.events import chosen_from


class Service(models.TextChoices):
    """Whose group it is."""

    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")
    SLACK = "slack", "Slack"


class Robot(Record):
    """What people of a department or team are told, posted into their group as well.

    Its address holds a key, so both that and the secret for signatures are kept sealed and never shown again. `failures`
    and `paused_until` are as webhooks have them.
    """

    name = text(_("Name"), required=True)
    service = choice(_("Chat service"), Service, required=True, default=Service.WECOM)
    person = link(_("Looked after by"), Person, required=True, related_name="robots")
    department = link(
        _("Department"), Department, related_name="robots",
        help_text=_("Whose people are in the group; with a team, those of them who belong to it. With neither everybody is meant."),
    )  # fmt: skip
    team = link(_("Team"), Team, related_name="robots")
    kinds = chosen_from(_("What is posted"), robot_kinds)
    language = choice(_("Language"), Language, required=True, default=Language.CHINESE)
    work_hours = yes_no(_("Only in working hours"))
    goes_to = text(_("Goes to"))
    active = yes_no(_("Turned on"))
    off_because = text(_("Off because"), longest=500)
    failures = whole(_("Failed in a row"), most=10_000, default=0)
    paused_until = moment(_("Paused until"))
    address = models.TextField(default="", editable=False)  # sealed
    secret = models.TextField(default="", editable=False)  # sealed; nothing where the service has none

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="robot_sorted")]


class Card(models.Model):
    """One thing to be posted by one robot, once: a line of the journal, whoever of the group was told of it.

    It holds no words: they are made when it is sent. One without a notice is a trial.
    """

    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=60, default="")
    entity = models.CharField(max_length=60, default="")
    record = models.BigIntegerField(null=True)
    journal = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    status = models.IntegerField(null=True)
    problem = models.CharField(max_length=500, default="")

    class Meta:
        db_table = "kernel_robot_card"
        constraints = [
            models.UniqueConstraint(fields=["robot", "kind", "entity", "record", "journal"], name="card_once"),
            models.UniqueConstraint(fields=["robot", "notice"], name="card_of_notice"),
        ]
        indexes = [
            models.Index(fields=["robot", "next_try_at", "id"], condition=models.Q(state="waiting"), name="card_due"),
            models.Index(fields=["robot", "-id"], name="card_newest"),
            models.Index(fields=["robot", "tried_at"], name="card_tried"),
            models.Index(fields=["made_at"], name="card_age"),
        ]
