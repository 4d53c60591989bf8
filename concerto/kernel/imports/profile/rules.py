"""What a profile may say, told from the profile and the description of its noun alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.matching import can_match
from concerto.kernel.imports.profile.lines import columns_in
from concerto.kernel.imports.profile.model import Profile
from concerto.kernel.imports.reading.encoding import OFFERED
from concerto.kernel.imports.reading.headings import MOST_COLUMNS
from concerto.kernel.imports.ways import WAYS


def problems(profile: Profile) -> dict[str, Label]:
    """Field id → what is wrong with it."""
    entity = find(profile.noun)
    if entity is None or entity.id != profile.noun:
        return {"noun": _("There is no noun of this name.")} if profile.noun else {}
    found: dict[str, Label] = {}
    if profile.match and not can_match(entity, profile.match):
        found["match"] = _("Records cannot be recognised by this field.")
    if profile.encoding and profile.encoding not in OFFERED:
        found["encoding"] = _("One of these is expected: %(known)s.") % {"known": ", ".join(OFFERED)}
    try:
        columns = list(columns_in(profile.columns))
    except ValueError as line:
        return found | {
            "columns": _("This line has no arrow, or more than a field after it: %(line)s") % {"line": str(line)[:80]}
        }
    if len(columns) > MOST_COLUMNS:
        found["columns"] = _("There are %(has)s columns; at most %(most)s can be read.") % {
            "has": len(columns),
            "most": MOST_COLUMNS,
        }
    strange = next((each.way for each in columns if each.way and each.way not in WAYS), "")
    if strange:
        found["columns"] = _("There is no way to read cells called “%(way)s”.") % {"way": strange[:40]}
    return found
