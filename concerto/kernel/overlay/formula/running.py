"""The value of a formula for one record: its tree walked once, every step bounded."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException, localcontext
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.overlay.formula.functions import FUNCTIONS, shifted
from concerto.kernel.overlay.formula.reading import Formula, constant
from concerto.kernel.overlay.formula.values import (
    ARITHMETIC,
    NoAnswer,
    Value,
    WrongSort,
    bounded,
    number,
    small,
    told,
)

LARGEST_POWER, FARTHEST = 100, 4_000_000
Read = Callable[[str], Value]


def run(formula: Formula, read: Read, today: date) -> Value:
    """The value; None where something it needs is empty. Raises NoAnswer where it has none for another reason."""
    with localcontext(ARITHMETIC):
        try:
            return _Walk(read, today).value(formula.tree)
        except DecimalException as wrong:
            raise NoAnswer(_("The number cannot be computed: it is divided by nothing, or too large.")) from wrong


@dataclass(frozen=True)
class _Walk:
    read: Read
    today: date

    def value(self, node: ast.AST) -> Value:
        return _HOW[type(node)](self, node)

    def constant(self, node: ast.Constant) -> Value:
        return constant(node)

    def name(self, node: ast.Name) -> Value:
        return self.read(node.id)

    def both(self, node: ast.BinOp) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        return None if left is None or right is None else _BINARY[type(node.op)](left, right)

    def one(self, node: ast.UnaryOp) -> Value:
        value = self.value(node.operand)
        if isinstance(node.op, ast.Not):
            return not value
        if value is None:
            return None
        return -number(value) if isinstance(node.op, ast.USub) else number(value)

    def joined(self, node: ast.BoolOp) -> Value:
        found = (bool(self.value(part)) for part in node.values)
        return all(found) if isinstance(node.op, ast.And) else any(found)

    def compared(self, node: ast.Compare) -> Value:
        values = [self.value(part) for part in (node.left, *node.comparators)]
        return all(
            _stands(operator, left, right) for operator, left, right in zip(node.ops, values, values[1:], strict=False)
        )

    def chosen(self, node: ast.IfExp) -> Value:
        return self.value(node.body if self.value(node.test) else node.orelse)

    def called(self, node: ast.Call) -> Value:
        assert isinstance(node.func, ast.Name)
        name = node.func.id.lower()
        if name == "if":  # the branch that is not taken may have no value at all
            test, then, other = node.args
            return self.value(then if self.value(test) else other)
        function = FUNCTIONS[name]
        given = [self.value(argument) for argument in node.args]
        if not function.empties and None in given:
            return None
        return function.run(self.today, *given) if function.dated else function.run(*given)


_HOW: Mapping[type[ast.AST], Callable[[_Walk, Any], Value]] = {
    ast.Constant: _Walk.constant,
    ast.Name: _Walk.name,
    ast.BinOp: _Walk.both,
    ast.UnaryOp: _Walk.one,
    ast.BoolOp: _Walk.joined,
    ast.Compare: _Walk.compared,
    ast.IfExp: _Walk.chosen,
    ast.Call: _Walk.called,
}


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return bounded(left + right)
    if isinstance(left, date) and isinstance(right, Decimal):
        return shifted(left, small(right, FARTHEST))
    return number(left) + number(right)


def _subtract(left: Value, right: Value) -> Value:
    if isinstance(left, date) and isinstance(right, date):
        return Decimal((left - right).days)
    if isinstance(left, date):
        return shifted(left, -small(right, FARTHEST))
    return number(left) - number(right)


_BINARY: Mapping[type[ast.operator], Callable[[Value, Value], Value]] = {
    ast.Add: _add,
    ast.Sub: _subtract,
    ast.Mult: lambda left, right: number(left) * number(right),
    ast.Div: lambda left, right: number(left) / number(right),
    ast.FloorDiv: lambda left, right: number(left) // number(right),
    ast.Mod: lambda left, right: number(left) % number(right),
    ast.Pow: lambda left, right: number(left) ** small(right, LARGEST_POWER),
}
_ORDER: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
}


def _stands(operator: ast.cmpop, left: Value, right: Value) -> bool:
    """Whether a comparison holds; what is empty is neither more nor less than anything."""
    if isinstance(operator, ast.Eq):
        return left == right
    if isinstance(operator, ast.NotEq):
        return left != right
    if left is None or right is None:
        return False
    if type(left) is not type(right) or isinstance(left, bool | list):
        raise WrongSort(
            _("“%(left)s” and “%(right)s” cannot be compared.") % {"left": told(left), "right": told(right)}
        )
    return _ORDER[type(operator)](left, right)
