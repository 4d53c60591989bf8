from django.utils.translation import gettext_lazy as _

from concerto.kernel.channels.robot.actions import connect, replay_failed, send_test, turn_off, turn_on
from concerto.kernel.channels.robot.model import Robot
from concerto.kernel.channels.robot.rules import wrong
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, rows

robot = Entity(
    Robot,
    id="robot",
    path="robots",
    prefix="RB",
    label=_("Robot"),
    plural=_("Robots"),
    about=_("Robots in groups of WeCom, DingTalk, Feishu or Slack that post what people there are told."),
    icon="message-chatbot",
    title=Robot.name,
    columns=[Robot.name, Robot.service, Robot.department, Robot.team, Robot.active, Robot.kinds, Robot.failures],
    head=Head(under=[Robot.service, Robot.goes_to]),
    page=[
        Section(_("Robot"), Robot.name, Robot.service, Robot.person, Robot.language),
        Section(_("What is posted, and for whom"), Robot.kinds, Robot.department, Robot.team, Robot.work_hours),
        Section(_("State"), Robot.active, Robot.goes_to, Robot.off_because, Robot.failures, Robot.paused_until),
    ],
    derived=[Robot.active, Robot.goes_to, Robot.off_because, Robot.failures, Robot.paused_until],
    owner=Robot.person,
    checks=[wrong],
    actions=[connect, turn_on, turn_off, send_test, replay_failed],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL)],
)
