"""What a computed field takes from other records: through its own links, or from all that link to it. Names alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lookup:
    """The value of `field` of the record of `noun` that `links` lead to, from here or by way of a record of `between`."""

    links: tuple[str, ...]
    noun: str
    field: str
    between: str = ""


@dataclass(frozen=True)
class RollUp:
    """What the records of `noun` that lead here by `link` come to: how many, or what is `measured` of their `field`.

    only   in the language of lists, which of them; `asks` are the fields that it speaks of
    """

    noun: str
    link: str
    measured: str
    field: str = ""
    only: str = ""
    asks: frozenset[str] = frozenset()
