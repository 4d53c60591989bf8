"""What one may ask of a field. The filter language, the filter builder and the compiled query share this list."""

from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Arity(Enum):
    """How many values an operator takes."""

    NONE = "none"
    ONE = "one"
    TWO = "two"
    MANY = "many"
    PERIOD = "period"


@dataclass(frozen=True)
class Operator:
    """One question. `symbol` is how the filter language writes it, `lookup` how the database is asked.

    It is the same one in every language: tables keyed by operators would miss it if its hash followed the words of its label.
    """

    symbol: str
    label: str | Promise = field(compare=False)
    arity: Arity
    lookup: str
    negated: bool = False


IS = Operator("=", _("is"), Arity.ONE, "exact")
IS_NOT = Operator("!=", _("is not"), Arity.ONE, "exact", negated=True)
LESS = Operator("<", _("less than"), Arity.ONE, "lt")
AT_MOST = Operator("<=", _("at most"), Arity.ONE, "lte")
MORE = Operator(">", _("more than"), Arity.ONE, "gt")
AT_LEAST = Operator(">=", _("at least"), Arity.ONE, "gte")
CONTAINS = Operator("~", _("contains"), Arity.ONE, "icontains")
STARTS = Operator("^=", _("starts with"), Arity.ONE, "istartswith")
ANY_OF = Operator("in", _("is any of"), Arity.MANY, "in")
NONE_OF = Operator("not in", _("is none of"), Arity.MANY, "in", negated=True)
EMPTY = Operator("is empty", _("is empty"), Arity.NONE, "empty")
FILLED = Operator("is not empty", _("is not empty"), Arity.NONE, "empty", negated=True)
WITHIN = Operator("within", _("within"), Arity.PERIOD, "within")
NOT_WITHIN = Operator("not within", _("not within"), Arity.PERIOD, "within", negated=True)
BETWEEN = Operator("between", _("between"), Arity.TWO, "range")

ALL = (
    IS, IS_NOT, LESS, AT_MOST, MORE, AT_LEAST, CONTAINS, STARTS, ANY_OF, NONE_OF, EMPTY, FILLED, WITHIN, NOT_WITHIN, BETWEEN,
)  # fmt: skip
BY_SYMBOL = {operator.symbol: operator for operator in ALL}
