"""Why something was not done. Every door says it in the same words; nothing was changed when one of these is raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label

NO_SUCH_RECORD = _("There is no such record, or you may not see it.")
NOT_ALLOWED = _("You may not do this. Nothing was changed.")
SHOW_WHO_YOU_ARE = _(
    "This decides how somebody comes in. Show once more who you are at /me/sign-in/again, then save again. Nothing was changed."
)
LOOK_AGAIN = _("Some values need another look. Nothing was saved.")


class Refused(Exception):
    """A rule of the business says no. `ask_for` names the fields that would change the answer."""

    status = 409
    kind = "refused"
    headers: Mapping[str, str] = {}  # of the answer, where HTTP has one that says more

    def __init__(self, message: Label, *, ask_for: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.ask_for = tuple(ask_for)


class NotThere(Refused):
    """There is no such record for this actor; whether it exists for others is not told."""

    status = 404
    kind = "not-there"

    def __init__(self, message: Label = NO_SUCH_RECORD) -> None:
        super().__init__(message)


class Forbidden(Refused):
    """The actor sees the record but may not do this to it."""

    status = 403
    kind = "forbidden"

    def __init__(self, message: Label = NOT_ALLOWED) -> None:
        super().__init__(message)


class Unproved(Forbidden):
    """The session is to show once more who it is, which is not to be had by stealing it."""

    kind = "unproved"

    def __init__(self) -> None:
        super().__init__(SHOW_WHO_YOU_ARE)


class Invalid(Refused):
    """Values that cannot be kept: field id → what is wrong, "" for what concerns the record as a whole."""

    status = 422
    kind = "invalid"

    def __init__(self, problems: Mapping[str, Label], message: Label = LOOK_AGAIN) -> None:
        super().__init__(message, ask_for=[id for id in problems if id])
        self.problems = dict(problems)


class Stale(Refused):
    """Somebody changed the record since the actor read it."""

    status = 412
    kind = "stale"

    def __init__(self, *, read: int, current: int) -> None:
        super().__init__(_("Somebody changed this record since you opened it. Nothing was overwritten."))
        self.read, self.current = read, current
