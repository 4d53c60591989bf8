"""The filter language: what a person reads in the address bar and a client writes.

    city = "Suzhou" and (tier = A or owner = me) and last_touch within 14d

    condition   field operator value
    operators   =  !=  <  <=  >  >=  ~ (contains)  ^= (starts with)  in (a, b)  not in (a, b)
                is empty   is not empty   between a..b
                within 14d   not within 14d   within next-14d   within this-quarter
    related     what the records of another noun that link here come to:
                count(event where kind = purchase and at within 90d) >= 2
                last(event.score) <= 3   sum(event.amount where …) > 1000   count(relation via other) = 0
                with count, sum, avg, min, max, first and last; `via` names the link where there are several
    values      bare words (letters, digits, . _ - : / + @ %) or "quoted text" with \\" and \\\\
    joining     and binds closer than or; brackets group

`parse` answers a tree and knows no fields; `compiling.py` maps it to rows through the fields an actor may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.operators import BY_SYMBOL, Arity, Operator
from concerto.kernel.text.cleaning import has_control

LONGEST = 8_000  # characters
COUNT, FIRST, LAST = "count", "first", "last"
MEASURES = (COUNT, "sum", "avg", "min", "max", FIRST, LAST)
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
class Related:
    """One question to what the records of a noun come to that link to a row: how many they are, or what `field` comes to.

    `via` is the link, "" for the first there is; `where` limits the records; `operator` compares with one or two values.
    """

    measure: str
    noun: str
    via: str
    field: str
    where: Node
    operator: Operator
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Conditions and groups that must all hold (`and`) or of which one must (`or`)."""

    join: str
    parts: tuple[Node, ...]


Node: TypeAlias = "Condition | Related | Group"
EVERYTHING = Group("and", ())


def questions(node: Node) -> Iterator[Condition | Related]:
    """Every question of a tree to its rows, from left to right; what is asked of related records stands inside them."""
    if isinstance(node, Group):
        for part in node.parts:
            yield from questions(part)
    else:
        yield node


def conditions(node: Node) -> Iterator[Condition]:
    """Every question to a field of the rows themselves, from left to right."""
    return (each for each in questions(node) if isinstance(each, Condition))


def related(node: Node) -> Iterator[Related]:
    """Every question to records that link to the rows, and those inside them, from left to right."""
    for each in questions(node):
        if isinstance(each, Related):
            yield each
            yield from related(each.where)


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    at: int

    def word(self) -> str:
        """The keyword a bare word may be, in lower case."""
        return self.text.lower() if self.kind == "word" else ""


def parse(text: str) -> Node:
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

    def whole(self) -> Node:
        tree = self.joined("or", 0)
        if self.now.kind != "end":
            raise self.unclear()
        return tree

    def joined(self, join: str, depth: int) -> Node:
        parts = [self.part(join, depth)]
        while self.now.word() == join:
            self.take()
            parts.append(self.part(join, depth))
        return parts[0] if len(parts) == 1 else Group(join, tuple(parts))

    def part(self, join: str, depth: int) -> Node:
        if join == "or":
            return self.joined("and", depth)
        if self.now.text != "(" or self.now.kind != "mark":
            return self.condition(depth)
        if depth == DEEPEST:
            raise Unclear(_("This filter has too many brackets inside each other."))
        self.take()
        inner = self.joined("or", depth + 1)
        self.expect(")")
        return inner

    def condition(self, depth: int) -> Condition | Related:
        self.count += 1
        if self.count > MOST_CONDITIONS:
            raise Unclear(_("This filter has more than %(most)s conditions.") % {"most": MOST_CONDITIONS})
        if self.now.kind != "word":
            raise self.unclear()
        word = self.now.word()
        field = self.take().text
        if word in MEASURES and self.now.kind == "mark" and self.now.text == "(":
            return self.related(word, depth)
        operator = self.operator()
        return Condition(field, operator, self.values(operator))

    def related(self, measure: str, depth: int) -> Related:
        if depth == DEEPEST:
            raise Unclear(_("This filter has too many brackets inside each other."))
        self.expect("(")
        noun, _dot, field = self.name().partition(".")
        via = self.name() if self.passed("via") else ""
        where = self.joined("or", depth + 1) if self.passed("where") else EVERYTHING
        self.expect(")")
        if (measure == COUNT) == bool(field):
            raise Unclear(_("Records are counted; of a field of theirs there is a sum, avg, min, max, first or last, as in sum(event.amount)."))  # fmt: skip
        operator = self.operator()
        return Related(measure, noun, via, field, where, operator, self.values(operator))

    def name(self) -> str:
        if self.now.kind != "word":
            raise self.unclear()
        return self.take().text

    def passed(self, word: str) -> bool:
        """Whether the next word is this one; then it is behind us."""
        if self.now.word() != word:
            return False
        self.take()
        return True

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


def write(tree: Node, *, inside: bool = False) -> str:
    """The text of a tree; `parse(write(tree)) == tree`."""
    if not isinstance(tree, Group):
        return f"{_asked_of(tree)} {_write_question(tree)}"
    text = f" {tree.join} ".join(write(part, inside=True) for part in tree.parts)
    return f"({text})" if inside and tree.parts else text


def _asked_of(question: Condition | Related) -> str:
    if isinstance(question, Condition):
        return question.field
    of = f"{question.noun}.{question.field}" if question.field else question.noun
    via = f" via {question.via}" if question.via else ""
    where = f" where {write(question.where)}" if question.where != EVERYTHING else ""
    return f"{question.measure}({of}{via}{where})"


def _write_question(condition: Condition | Related) -> str:
    values = [quoted(value) for value in condition.values]
    match condition.operator.arity:
        case Arity.NONE:
            return condition.operator.symbol
        case Arity.MANY:
            return f"{condition.operator.symbol} ({', '.join(values)})"
        case Arity.TWO:
            return f"{condition.operator.symbol} {values[0]}..{values[1]}"
        case _:
            return f"{condition.operator.symbol} {values[0]}"


def quoted(value: str) -> str:
    """A value as the language writes it: bare where that is safe, quoted otherwise."""
    if re.fullmatch(r"[A-Za-z0-9_:/+@%-]+", value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
