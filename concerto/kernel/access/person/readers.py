"""What follows when somebody leaves: sessions and keys end for good, so that a return does not bring them back."""

from collections.abc import Sequence

from concerto.kernel.access.actor import READER, SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.actions import end_all
from concerto.kernel.access.token.actions import revoke_all
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader


@reader("kernel.leaving", from_the_start=True)
def end_whatever_opens(lines: Sequence[Entry]) -> None:
    """They were shut at once by the person's own state; ending twice what has ended changes nothing."""
    leaving = {
        line.record: line
        for line in lines
        if line.entity == "person" and (line.verb == "delete" or (line.changes.get("left_at") or [None, None])[1])
    }
    gone = [person for person in Person.everything.filter(pk__in=leaving) if not person.is_active]
    for person in gone:
        actor = SYSTEM.at(READER).following(leaving[person.pk].id)
        end_all(actor, person.pk)
        revoke_all(actor, person.pk)
