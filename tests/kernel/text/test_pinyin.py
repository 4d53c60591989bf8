"""How names are read: for sorting, in full and by initials."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from concerto.kernel.text.pinyin import LONGEST_KEY, full, initials, sort_key, syllables


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("重庆长安", "chong qing chang an"),
        ("长沙银行", "chang sha yin hang"),
        ("Acme (China) 有限公司 2号", "acme china you xian gong si 2 hao"),
        ("Élan Ｖital", "elan vital"),
        ("O'Brien & Söhne", "obrien sohne"),
        ("吕氏", "lü shi"),
        ("360安全", "360 an quan"),
        ("***", "***"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_sort_key(name: str, key: str) -> None:
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("name", "company", "person"),
    [
        ("曾国藩", "ceng guo fan", "zeng guo fan"),
        ("单雄信", "dan xiong xin", "shan xiong xin"),
        ("仇英", "chou ying", "qiu ying"),
        ("单于丹", "chan yu dan", "chan yu dan"),
        ("王解", "wang jie", "wang jie"),
        ("Anna 曾", "anna ceng", "anna ceng"),
    ],
)
def test_surnames_are_read_as_surnames_of_persons_only(name: str, company: str, person: str) -> None:
    assert sort_key(name) == company
    assert sort_key(name, person=True) == person


def test_full_and_initials() -> None:
    assert full("苏州白鹭泉") == "suzhoubailuquan"
    assert initials("苏州白鹭泉") == "szblq"
    assert full("吕布") == "lvbu"
    assert initials("360安全 Group") == "360aqg"
    assert full("曾国藩", person=True) == "zengguofan"


def test_names_sort_as_a_chinese_reader_expects() -> None:
    names = ["重庆", "阿里", "长沙", "Beta", "北京", "acme"]
    assert sorted(names, key=sort_key) == ["阿里", "acme", "北京", "Beta", "长沙", "重庆"]


def test_keys_are_never_too_long() -> None:
    assert len(sort_key("庄" * 500)) <= LONGEST_KEY
    assert len(sort_key("x" * 500)) == LONGEST_KEY


def test_characters_without_a_reading_stay() -> None:
    assert syllables("カ々한") == ("カ", "々", "한")


@settings(max_examples=200, deadline=None)
@given(some.text(max_size=30))
def test_a_key_does_not_depend_on_case_or_space_around(name: str) -> None:
    assert sort_key(f"  {name} ") == sort_key(name)
    assert len(sort_key(name)) <= LONGEST_KEY


@settings(max_examples=200, deadline=None)
@given(some.text(alphabet="重庆长沙银行单曾㐀𠀀々〇龘カ한", min_size=1, max_size=12), some.booleans())
def test_every_character_has_one_syllable(han: str, person: bool) -> None:
    assert len(syllables(han, person)) == len(han)
