"""Formulas as text: parsed by Python's own parser, then held to a short list of what may stand in one.

Nothing of it is ever run as Python. A formula has no loops and no names but fields and our functions, so what it can cost
is bounded by its size; sizes are bounded here, the growth of values in `running.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.formula.functions import FUNCTIONS

LONGEST, MOST_NODES, DEEPEST, MOST_DIGITS = 2_000, 300, 30, 15

OPERATORS: tuple[type[ast.AST], ...] = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.Not, ast.USub, ast.UAdd, ast.And, ast.Or,
    ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Load,
)  # fmt: skip
ALLOWED = (
    ast.Expression, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant,
    *OPERATORS,
)  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A formula that may be run: its tree, the fields it reads, and whether its value changes with the day."""

    tree: ast.expr
    inputs: frozenset[str]
    dated: bool


def read(text: str) -> Formula:
    """Raises Unreadable with a sentence that says what is wrong."""
    tree = _parsed(text)
    for node in _bounded(tree):
        _refuse_foreign(node)
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called}
    dated = any(FUNCTIONS[name.id.lower()].dated for name in called if isinstance(name, ast.Name))
    return Formula(tree, frozenset(names), dated)


def _parsed(text: str) -> ast.expr:
    if not text.strip():
        raise Unreadable(_("A formula is needed here."))
    if len(text) > LONGEST:
        raise Unreadable(_("A formula has at most %(most)s characters.") % {"most": LONGEST})
    if "\\" in text or "\x00" in text:
        raise Unreadable(_("A formula holds no backslash."))
    try:
        return ast.parse(" ".join(text.split()), mode="eval").body
    except SyntaxError as wrong:
        place = " ".join(text.split())[max((wrong.offset or 1) - 1, 0) :][:20]
        raise Unreadable(_("The formula is unclear at “%(place)s”.") % {"place": place}) from wrong
    except (ValueError, RecursionError, MemoryError) as wrong:
        raise too_deep() from wrong


def _bounded(tree: ast.expr) -> Iterator[ast.AST]:
    """Every node, as long as there are not too many and none stands too deep."""
    waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > DEEPEST or count > MOST_NODES:
            raise too_deep()
        yield node
        waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node)]


def too_deep() -> Unreadable:
    return Unreadable(_("The formula is too intricate. Divide it among several fields."))


def _refuse_foreign(node: ast.AST) -> None:
    if not isinstance(node, ALLOWED):
        raise Unreadable(_("“%(part)s” cannot stand in a formula.") % {"part": ast.unparse(node)[:40]})
    if isinstance(node, ast.Call):
        _refuse_unknown_call(node)
    if isinstance(node, ast.Constant):
        constant(node)


def _refuse_unknown_call(node: ast.Call) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    function = FUNCTIONS.get(name.lower())
    if function is None or node.keywords:
        raise Unreadable(_("There is no function “%(name)s”.") % {"name": name or ast.unparse(node.func)[:40]})
    if not function.least <= len(node.args) <= function.most:
        raise Unreadable(_("This is how the function is written: %(usage)s") % {"usage": f"{name}({function.takes})"})


def constant(node: ast.Constant) -> str | bool | Decimal | None:
    """A number, text, yes or no that stands in a formula itself."""
    value = node.value
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        number = Decimal(str(value))
        if number.is_finite() and abs(number) < 10**MOST_DIGITS:
            return number
    raise Unreadable(_("“%(part)s” cannot stand in a formula.") % {"part": str(value)[:40]})
