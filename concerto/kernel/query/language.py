"""The filter language: what a person reads in the address bar and a client writes.

    city = "Suzhou" and (tier = A or owner = me) and last_touch within 14d

    condition   field operator value
    operators   =  !=  <  <=  >  >=  ~ (contains)  ^= (starts with)  in (a, b)  not in (a, b)
                is empty   is not empty   between a..b
                within 14d   not within 14d   within next-14d   within this-quarter
    values      bare words (letters, digits, . _ - : / + @ %) or "quoted text" with \\" and \\\\
    joining     and binds closer than or; brackets group

`parse` answers a tree and knows no fields; `compiling.py` maps it to rows through the fields an actor may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.operators import BY_SYMBOL, Arity, Operator
from concerto.kernel.text.cleaning import has_control

LONGEST = 8_000  # characters
MOST_CONDITIONS = 100
DEEPEST = 10

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<mark>\.\.|!=|<=|>=|\^=|[=<>~(),])|(?P<word>[^\s"=<>~(),!^.]+(?:\.(?!\.)[^\s"=<>~(),!^.]*)*))""",
    re.DOTALL,
)


class Unclear(ValueError):
    """The filter cannot be understood; the message says where."""

    def __init__(self, message: Label) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Condition:
    """One question to one field; values are as written."""

    field: str
    operator: Operator
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Conditions and groups that must all hold (`and`) or of which one must (`or`)."""

    join: str
    parts: tuple[Condition | Group, ...]


EVERYTHING = Group("and", ())


def conditions(node: Condition | Group) -> Iterator[Condition]:
    """Every question of a tree, from left to right."""
    if isinstance(node, Condition):
        yield node
    else:
        for part in node.parts:
            yield from conditions(part)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    at: int

    def word(self) -> str:
        """The keyword a bare word may be, in lower case."""
        return self.text.lower() if self.kind == "word" else ""


def parse(text: str) -> Condition | Group:
    """Read a filter; the empty text is EVERYTHING. Raises Unclear."""
    if len(text) > LONGEST:
        raise Unclear(_("This filter is too long."))
    if has_control(text):
        raise Unclear(_("This filter holds a control character."))
    if not text.strip():
        return EVERYTHING
    return _Parser(_tokens(text)).whole()


def _tokens(text: str) -> list[Token]:
    tokens, at = [], 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unclear(_("The filter is unclear at “%(place)s”.") % {"place": text[at : at + 20].strip()})
        kind = str(found.lastgroup)
        tokens.append(Token(kind, found[kind], found.start(kind)))
        at = found.end()
    return [*tokens, Token("end", "", end)]


class _Parser:
    """Recursive descent over the tokens: or → and → condition or bracket."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at, self.count = tokens, 0, 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def whole(self) -> Condition | Group:
        tree = self.joined("or", 0)
        if self.now.kind != "end":
            raise self.unclear()
        return tree

    def joined(self, join: str, depth: int) -> Condition | Group:
        parts = [self.part(join, depth)]
        while self.now.word() == join:
            self.take()
            parts.append(self.part(join, depth))
        return parts[0] if len(parts) == 1 else Group(join, tuple(parts))

    def part(self, join: str, depth: int) -> Condition | Group:
        if join == "or":
            return self.joined("and", depth)
        if self.now.text != "(" or self.now.kind != "mark":
            return self.condition()
        if depth == DEEPEST:
            raise Unclear(_("This filter has too many brackets inside each other."))
        self.take()
        inner = self.joined("or", depth + 1)
        self.expect(")")
        return inner

    def condition(self) -> Condition:
        self.count += 1
        if self.count > MOST_CONDITIONS:
            raise Unclear(_("This filter has more than %(most)s conditions.") % {"most": MOST_CONDITIONS})
        if self.now.kind != "word":
            raise self.unclear()
        field = self.take().text
        operator = self.operator()
        return Condition(field, operator, self.values(operator))

    def operator(self) -> Operator:
        words = [self.take().text.lower()]
        if words == ["not"] or words == ["is"]:
            words.append(self.take().text.lower())
        if words == ["is", "not"]:
            words.append(self.take().text.lower())
        operator = BY_SYMBOL.get(" ".join(words))
        if operator is None:
            self.at -= 1
            raise self.unclear()
        return operator

    def values(self, operator: Operator) -> tuple[str, ...]:
        match operator.arity:
            case Arity.NONE:
                return ()
            case Arity.TWO:
                least = self.value()
                self.expect("..")
                return (least, self.value())
            case Arity.MANY:
                return self.listed()
            case _:
                return (self.value(),)

    def listed(self) -> tuple[str, ...]:
        self.expect("(")
        values = [self.value()]
        while self.now.text == "," and self.now.kind == "mark":
            self.take()
            values.append(self.value())
        self.expect(")")
        return tuple(values)

    def value(self) -> str:
        if self.now.kind not in ("word", "text"):
            raise self.unclear()
        token = self.take()
        return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL) if token.kind == "text" else token.text

    def expect(self, mark: str) -> None:
        if self.now.kind != "mark" or self.now.text != mark:
            raise self.unclear()
        self.take()

    def take(self) -> Token:
        token = self.now
        if token.kind == "end":
            raise Unclear(_("The filter ends too early."))
        self.at += 1
        return token

    def unclear(self) -> Unclear:
        if self.now.kind == "end":
            return Unclear(_("The filter ends too early."))
        return Unclear(_("The filter is unclear at “%(place)s”.") % {"place": self.now.text[:20]})


def write(tree: Condition | Group, *, inside: bool = False) -> str:
    """The text of a tree; `parse(write(tree)) == tree`."""
    if isinstance(tree, Condition):
        return _write_condition(tree)
    text = f" {tree.join} ".join(write(part, inside=True) for part in tree.parts)
    return f"({text})" if inside and tree.parts else text


def _write_condition(condition: Condition) -> str:
    values = [quoted(value) for value in condition.values]
    match condition.operator.arity:
        case Arity.NONE:
            asked = condition.operator.symbol
        case Arity.MANY:
            asked = f"{condition.operator.symbol} ({', '.join(values)})"
        case Arity.TWO:
            asked = f"{condition.operator.symbol} {values[0]}..{values[1]}"
        case _:
            asked = f"{condition.operator.symbol} {values[0]}"
    return f"{condition.field} {asked}"


def quoted(value: str) -> str:
    """A value as the language writes it: bare where that is safe, quoted otherwise."""
    if re.fullmatch(r"[A-Za-z0-9_:/+@%-]+", value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
