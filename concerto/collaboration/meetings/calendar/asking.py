"""Asks a worker to mail an invitation, in the transaction of whoever asks: one that is not kept asks for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from procrastinate.contrib.django import app

from concerto.kernel.access.signing_in.links.mail import possible

TASK = "concerto.collaboration.meetings.calendar.jobs.mail_invitation"
REQUEST, CANCEL = "REQUEST", "CANCEL"  # the methods of RFC 5546


def ask_to_mail(meeting: int, people: Sequence[int], method: str) -> None:
    """One piece of work for each person, so that one who cannot be reached keeps nobody else waiting."""
    if possible():
        task = app.configure_task(TASK, queue="mail")
        for person in people:
            task.defer(meeting=meeting, person=person, method=method)
