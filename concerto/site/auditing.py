"""What `concerto audit` and `concerto check` say of the journal's seals."""

from __future__ import annotations

from concerto.kernel.database.address import Address
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.roles import reached
from concerto.kernel.journal.verifying import Finding, Verified, stands, verify

_ = Sentence
NEWEST = 20  # seals that `concerto check` looks into; `concerto audit verify` looks into all
TOLD = 20  # lines that are named
WORDS = {
    "changed": _("was changed"),
    "missing": _("was removed"),
    "added": _("was added behind the seals"),
    "broken": _("does not fit to the seal before it"),
}


def refuse_changes(owner: Address, *, newest: int = 0, expect: str = "") -> Verified:
    """What was found in order. Raises DatabaseRefused that names what is not."""
    with reached(owner) as connection:
        if expect and not stands(connection, expect):
            raise DatabaseRefused(_("The head {head} is not in the chain: seals were rewritten.", head=expect[:100]))
        found = verify(connection, newest=newest)
    if found.findings:
        told = "; ".join(str(_told(finding)) for finding in found.findings[:TOLD])
        raise DatabaseRefused(
            _(
                "The journal is not what was sealed ({count} differences): {told}. Keep this database as it is, and compare it with a backup.",
                count=str(len(found.findings)),
                told=told,
            )
        )
    return found


def _told(finding: Finding) -> Sentence:
    if finding.what == "broken":
        return _("seal {number} {what}", number=str(finding.number), what=str(WORDS[finding.what]))
    return _("line {number} {what}", number=str(finding.number), what=str(WORDS[finding.what]))
