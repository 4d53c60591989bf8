"""The vocabulary of a noun's model: one function per kind of field."""

from concerto.kernel.fields.choice import choice, choices, from_data
from concerto.kernel.fields.link import link
from concerto.kernel.fields.number import amount, money, number, ratio, whole, year
from concerto.kernel.fields.tags import tagged, tags
from concerto.kernel.fields.text import email, long_text, phone, text, url
from concerto.kernel.fields.time import day, moment
from concerto.kernel.fields.yes_no import yes_no

__all__ = [
    "amount",
    "choice",
    "choices",
    "day",
    "email",
    "from_data",
    "link",
    "long_text",
    "moment",
    "money",
    "number",
    "phone",
    "ratio",
    "tagged",
    "tags",
    "text",
    "url",
    "whole",
    "year",
    "yes_no",
]
