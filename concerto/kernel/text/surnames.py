"""Surnames that are read otherwise than the same characters elsewhere, and the reading people with that name use."""

from __future__ import annotations

READINGS = {
    "万俟": ("mo", "qi"),
    "乐正": ("yue", "zheng"),
    "单于": ("chan", "yu"),
    "尉迟": ("yu", "chi"),
    "澹台": ("tan", "tai"),
    "长孙": ("zhang", "sun"),
    "乐": ("yue",),
    "乜": ("nie",),
    "仇": ("qiu",),
    "佴": ("nai",),
    "便": ("pian",),
    "区": ("ou",),
    "单": ("shan",),
    "卜": ("bu",),
    "句": ("gou",),
    "召": ("shao",),
    "员": ("yun",),
    "折": ("she",),
    "曾": ("zeng",),
    "朴": ("piao",),
    "查": ("zha",),
    "柏": ("bai",),
    "洗": ("xian",),
    "盖": ("ge",),
    "祭": ("zhai",),
    "种": ("chong",),
    "秘": ("bi",),
    "繁": ("po",),
    "缪": ("miao",),
    "翟": ("zhai",),
    "能": ("nai",),
    "薄": ("bo",),
    "覃": ("qin",),
    "解": ("xie",),
    "都": ("du",),
    "重": ("chong",),
    "阚": ("kan",),
    "颉": ("xie",),
    "黑": ("he",),
}


def reading_of(name: str) -> tuple[str, ...]:
    """How the surname at the beginning of `name` is read, syllable by syllable; () where it is read as usual."""
    return READINGS.get(name[:2]) or READINGS.get(name[:1], ())
