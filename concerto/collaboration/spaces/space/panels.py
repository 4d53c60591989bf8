"""The page of a space: its goal and who belongs to it on top; beside it what it works on and what it decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from concerto.collaboration.decisions.decision.entity import decision
from concerto.collaboration.decisions.decision.model import Decision
from concerto.collaboration.handoffs.card.building import LINKS, cards
from concerto.collaboration.handoffs.handoff.model import OPEN, Handoff
from concerto.collaboration.meetings.meeting.entity import meeting
from concerto.collaboration.meetings.meeting.model import Meeting
from concerto.collaboration.meetings.meeting.model import State as MeetingState
from concerto.collaboration.spaces.linked.entity import linked_record
from concerto.collaboration.spaces.linked.model import LinkedRecord
from concerto.collaboration.spaces.linked.showing import lines_of, links_of
from concerto.collaboration.spaces.member.entity import space_member
from concerto.collaboration.spaces.member.model import Part, SpaceMember
from concerto.collaboration.spaces.space.model import Space
from concerto.collaboration.spaces.space.rights import leads
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.panels import Line, Panel, Place, panel
from concerto.kernel.pages.record.look import Look
from concerto.kernel.query.listing import Count
from concerto.kernel.text.numbers import show_moment
from concerto.kernel.ui.addresses import list_address, new_address, record_address, with_query

SHOWN = 8


@dataclass(frozen=True)
class Face:
    """Somebody in the space: their name, their department with its colour, what they are there; "" where it may not be changed."""

    name: str
    hue: str
    department: str
    part: Label
    task: str
    edit: str


@panel(on=Space, place=Place.TOP, instead_of=[SpaceMember.space])
def goal_and_members(look: Look) -> Panel:
    """The goal, the faces, and what was learned once it is closed."""
    assert isinstance(look.record, Space)
    faces = faces_of(look)
    lead = leads(look.actor, look.record)
    add = with_query(new_address(space_member), space=look.record.pk, back=look.address) if lead else ""
    return Panel(
        "space", "", [Line(look.title, look.address)], Count(len(faces), exact=True),
        all=list_address(space_member, filter=f"space = {look.code}"), add=add, add_label=_("Add a member"),
        template="spaces/top.html", shown=faces,
    )  # fmt: skip


def faces_of(look: Look) -> list[Face]:
    """The owner first, then who leads, members and guests."""
    space = look.record
    assert isinstance(space, Space)
    rows = visible_to(look.actor, SpaceMember).filter(space=space.pk).select_related("person__department")
    members = sorted(
        rows.defer("search", "person__search"),
        key=lambda each: (list(Part).index(Part(each.part)), each.person.sort_key),
    )
    may = leads(look.actor, space)
    found = [] if space.owner is None else [_face(space.owner, _("Owner"), "", "")]
    for each in members:
        if each.person_id != space.owner_id:
            edit = record_address(space_member, each.pk) if may else ""
            found.append(_face(each.person, Part(each.part).label, each.task, edit))
    return found


def _face(person: Person, part: Label, task: str, edit: str) -> Face:
    department = person.department
    place = entity_of(department).title_of(department) if department else ""
    return Face(entity_of(person).title_of(person), department.hue if department else "it", place, part, task, edit)


@panel(on=Space, instead_of=[LinkedRecord.space])
def linked_records(look: Look) -> Panel:
    """What the space works on; of what is out of sight only that it is there."""
    assert isinstance(look.record, Space)
    return panel_of_links(look, look.record)


@panel(on=Meeting, instead_of=[LinkedRecord.meeting])
def records_of_a_meeting(look: Look) -> Panel:
    """What the meeting is about."""
    assert isinstance(look.record, Meeting)
    return panel_of_links(look, look.record)


def panel_of_links(look: Look, where: Space | Meeting) -> Panel:
    links, hidden = links_of(look.actor, where)
    id = look.entity.id
    add = with_query(new_address(linked_record), back=look.address, **{id: where.pk}) if look.may_edit else ""
    return Panel(
        "linked", _("Linked records"), lines_of(look.actor, links) or ([Line("", "")] if hidden else []),
        Count(len(links) + hidden, exact=True), all=list_address(linked_record, filter=f"{id} = {look.code}"), add=add,
        add_label=_("Link a record"), template="spaces/linked.html", shown=[hidden],
    )  # fmt: skip


@panel(on=Space)
def open_matters(look: Look) -> Panel | None:
    """What is open on the records that it works on, the soonest due first, as far as the reader may see it."""
    assert isinstance(look.record, Space)
    codes = [each.subject for each in links_of(look.actor, look.record)[0]]
    rows = visible_to(look.actor, Handoff).filter(state__in=OPEN, subject__in=codes).select_related(*LINKS)
    rows = rows.defer("search", *(f"{link}__search" for link in LINKS)).order_by("finish_by", "accept_by", "pk")
    found = list(rows[: SHOWN + 1]) if codes else []
    if not found:
        return None
    told = cards(look.actor, found[:SHOWN], brief=True)
    return Panel(
        "open", _("Open matters"), [Line(card.handoff.title, card.address) for card in told],
        Count(len(told), exact=len(found) <= SHOWN), template="handoffs/beside.html", shown=told,
    )  # fmt: skip


@panel(on=Space)
def decisions_of_a_space(look: Look) -> Panel | None:
    """What was decided in it, and in the meetings of it that the reader may see."""
    meetings = visible_to(look.actor, Meeting).filter(space=look.record.pk).values_list("pk", flat=True)
    return panel_of_decisions(look, [look.code, *(meeting.code(pk) for pk in meetings)])


@panel(on=Meeting)
def decisions_of_a_meeting(look: Look) -> Panel | None:
    return panel_of_decisions(look, [look.code])


def panel_of_decisions(look: Look, codes: list[str]) -> Panel | None:
    rows = list(
        visible_to(look.actor, Decision).filter(subject__in=codes).select_related("decided_by")
        .defer("search").order_by("-decided_at", "-pk")[: SHOWN + 1]
    )  # fmt: skip
    add = with_query(new_address(decision), subject=look.code, back=look.address) if look.may_edit else ""
    return Panel(
        "decisions", _("Decisions"), [_decided(each) for each in rows[:SHOWN]], Count(len(rows[:SHOWN]), exact=len(rows) <= SHOWN),
        all=list_address(decision, filter=f'subject = "{look.code}"'), add=add, add_label=_("Write down a decision"),
    )  # fmt: skip


def _decided(row: Decision) -> Line:
    who = entity_of(row.decided_by).title_of(row.decided_by) if row.decided_by else ""
    when = show_moment(timezone.localtime(row.decided_at), get_language() or "en")
    return Line(
        row.what, record_address(decision, row.pk), icon=decision.icon, note=" · ".join(filter(None, [who, when]))
    )


@panel(on=Space, instead_of=[Meeting.space])
def meetings_of_a_space(look: Look) -> Panel | None:
    """Those to come, the soonest first, and then those that were, the latest first."""
    rows = visible_to(look.actor, Meeting).filter(space=look.record.pk).defer("search", "minutes")
    coming = list(rows.filter(state=MeetingState.PLANNED).order_by("starts_at", "pk")[:SHOWN])
    past = list(rows.exclude(state=MeetingState.PLANNED).order_by("-starts_at", "-pk")[: SHOWN - len(coming) + 1])
    found = [*coming, *past]
    add = with_query(new_address(meeting), space=look.record.pk, back=look.address)
    return Panel(
        "meetings", _("Meetings"), [_meeting(each) for each in found[:SHOWN]], Count(len(found[:SHOWN]), exact=len(found) <= SHOWN),
        all=list_address(meeting, filter=f"space = {look.code}"), add=add, add_label=_("Arrange a meeting"),
    )  # fmt: skip


def _meeting(row: Meeting) -> Line:
    when = show_moment(timezone.localtime(row.starts_at), get_language() or "en")
    state = "" if row.state == MeetingState.PLANNED else str(MeetingState(row.state).label)
    return Line(row.title, record_address(meeting, row.pk), icon=meeting.icon, note=when, end=state, faded=bool(state))
