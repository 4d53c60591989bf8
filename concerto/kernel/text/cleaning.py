"""Raw text into clean values: one door to all that reads what people and files write.

Every reader answers a value, None for nothing, or raises `Unreadable` with a sentence for the person who gave it.
"""

from concerto.kernel.text.contact import Phone, email, phone, show_phone, url
from concerto.kernel.text.lines import clean_line, clean_text, fold_width, has_control
from concerto.kernel.text.unreadable import Unreadable
from concerto.kernel.text.values import parse_bool, parse_date, parse_number

__all__ = [
    "Phone",
    "Unreadable",
    "clean_line",
    "clean_text",
    "email",
    "fold_width",
    "has_control",
    "parse_bool",
    "parse_date",
    "parse_number",
    "phone",
    "show_phone",
    "url",
]
