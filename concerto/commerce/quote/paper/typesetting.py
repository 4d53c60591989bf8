"""Paper out of data: a template and what it is to say become a PDF. The template is ours, what it says is never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import orjson
from django.utils.translation import gettext_lazy as _

from concerto.kernel.actions.refusal import Refused

if TYPE_CHECKING:
    from typst import Compiler

CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
CHINESE_FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Noto Serif CJK SC", "Source Han Serif SC", "SimSun",
)  # fmt: skip
OWN_FONT = "Libertinus Serif"  # comes with the typesetter
_one_at_a_time = Lock()


def typeset(template: Path, said: Mapping[str, Any]) -> bytes:
    """The PDF. Raises Refused where Chinese is to be written and the machine has no font for it."""
    font = chinese_font()
    if font is None and any(CHINESE.search(words) for words in _words(said)):
        raise Refused(
            _(
                "There is no Chinese font on the server, so the PDF was not made. An administrator can install one, as the package fonts-noto-cjk."
            )
        )
    fonts = [font, OWN_FONT] if font else [OWN_FONT]
    with _one_at_a_time:  # the typesetter keeps what it read for the next time
        made = _compiler(template).compile(
            format="pdf", sys_inputs={"said": orjson.dumps({**said, "fonts": fonts}).decode()}
        )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: Path) -> Compiler:
    from typst import Compiler

    return Compiler(str(template), root=str(template.parent))


@cache
def chinese_font() -> str | None:
    """The first of the usual ones that this machine has; looked for once."""
    from typst import Fonts

    there = set(Fonts().families())
    return next((font for font in CHINESE_FONTS if font in there), None)


def _words(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for each in said.values():
            yield from _words(each)
    else:
        for each in said:
            yield from _words(each)
