"""The import that an address names."""

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.imports.batch.model import Import


def import_of(actor: Actor, id: int) -> Import:
    """An import that the actor may see. Raises NotThere."""
    found = visible_to(actor, Import).filter(pk=id).first() if 0 < id < 2**63 else None
    if found is None:
        raise NotThere()
    return found
