"""Values of the kind `tags` find their tags here."""

from concerto.kernel.fields.tags import TAGS
from concerto.kernel.tags.known import known

TAGS.look = known
