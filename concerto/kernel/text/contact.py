"""Phone numbers, mail addresses and web addresses: read into one form, or refused with a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from concerto.kernel.text.lines import clean_line, fold_width
from concerto.kernel.text.unreadable import Unreadable, excerpt

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

PhoneKind = Literal["mobile", "fixed", "other"]

_PHONE_SIGNS = re.compile(r"[+0-9 ().\-]+")
_EXTENSION = re.compile(r"(?:转|分机号?|,|;|ext\.?|x|#)[ :：.]*([0-9]{1,8})$", re.IGNORECASE)
_LIKE_A_HOST = re.compile(r"(?=.{4,253}(?::|$))(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_](?::[0-9]{1,5})?")
_NOT_IN_ADDRESSES = re.compile(r"[\s\\<>\"`]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(?![0-9]+(?:[/?#]|$))")
LONGEST_MAIL, LONGEST_URL = 254, 2000


@dataclass(frozen=True)
class Phone:
    """A number in the world's form (+8613800138000), its digits inside its country, and what it rings."""

    e164: str
    national: str
    kind: PhoneKind
    extension: str = ""


def phone(text: str, region: str = "CN") -> Phone | None:
    """The one phone number in `text`, dialled from `region` where it has no country code; None for nothing.

    Raises Unreadable for letters, several numbers, and numbers that cannot exist.
    """
    import phonenumbers

    line = fold_width(clean_line(text))
    if not line:
        return None
    number, extension = _without_extension(line)
    try:
        parsed = phonenumbers.parse(number, region) if _PHONE_SIGNS.fullmatch(number) else None
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        raise Unreadable(_("“%(given)s” is not a phone number that exists."), given=excerpt(line))
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, phonenumbers.national_significant_number(parsed), _kind(parsed), extension)


def show_phone(e164: str, home_region: str = "CN") -> str:
    """A stored number as people at home write it: Chinese mobiles as eleven digits, others abroad with their +code."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    if phonenumbers.region_code_for_number(number) != home_region:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if home_region == "CN" and _kind(number) == "mobile":
        return phonenumbers.national_significant_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def email(text: str) -> str | None:
    """One mail address in lower case; None for nothing. Raises Unreadable for anything else."""
    line = fold_width(clean_line(text)).removeprefix("mailto:").lower()
    if not line:
        return None
    try:
        EmailValidator()(line)
    except ValidationError:
        line = ""
    if not line or len(line) > LONGEST_MAIL or _NOT_IN_ADDRESSES.search(line):
        raise Unreadable(_("“%(given)s” is not a mail address."), given=excerpt(clean_line(text)))
    return line


def url(text: str) -> str | None:
    """A web address that is safe to follow: http or https (added where missing), a host name, nobody's password.

    None for nothing. Raises Unreadable for other schemes (javascript:, data:) and for what is no address.
    """
    line = clean_line(text)
    if not line:
        return None
    if (scheme := _SCHEME.match(line)) and scheme[1].lower() not in ("http", "https"):
        raise Unreadable(_("Only web addresses with http or https can be kept, not “%(given)s”."), given=excerpt(line))
    scheme_name, rest = line.split("://", 1) if scheme and "://" in line else ("https", line)
    host, mark, path = _split_host(rest)
    if not _LIKE_A_HOST.fullmatch(host) or _NOT_IN_ADDRESSES.search(line) or len(line) > LONGEST_URL:
        raise Unreadable(_("“%(given)s” is not a web address."), given=excerpt(line))
    return f"{scheme_name.lower()}://{host.lower()}{mark}{path}"


def _split_host(rest: str) -> tuple[str, str, str]:
    match = re.search(r"[/?#]", rest)
    return (rest[: match.start()], match[0], rest[match.end() :]) if match else (rest, "", "")


def _without_extension(line: str) -> tuple[str, str]:
    found = _EXTENSION.search(line)
    return (line[: found.start()].strip(), found[1]) if found else (line, "")


def _kind(number: PhoneNumber) -> PhoneKind:
    from phonenumbers import PhoneNumberType, number_type

    kinds: dict[int, PhoneKind] = {
        PhoneNumberType.MOBILE: "mobile",
        PhoneNumberType.FIXED_LINE: "fixed",
        PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed",
    }
    return kinds.get(number_type(number), "other")
