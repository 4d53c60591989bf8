"""What is kept for searching and what is asked for belong together, and PostgreSQL understands both."""

from collections.abc import Callable

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from concerto.kernel.text.cleaning import clean_line
from concerto.kernel.text.lexemes import MOST_ASKED, MOST_LEXEMES, lexemes, query
from concerto.kernel.text.tokens import _cut_by_characters, _cut_plain

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = some.one_of(
    some.text(alphabet="苏州白鹭泉阿里巴重庆长沙银行曾单吕 Acmé3-(&)'.@＠１", max_size=24),
    some.text(alphabet=some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=24),
)

PLAIN = some.text(alphabet=some.characters(min_codepoint=32, max_codepoint=126, exclude_characters="'`"), max_size=24)


@QUICK
@given(
    some.lists(some.one_of(PLAIN, some.text(alphabet="苏州白鹭泉一龥", max_size=6), some.just("x" * 250))).map("".join)
)
def test_plain_texts_are_cut_as_all_others_are(text: str) -> None:
    assert list(_cut_plain(text)) == list(_cut_by_characters(text))


Finds = Callable[[str, str], bool]


@pytest.fixture
def finds(db: None) -> Finds:
    """`finds(text, typed)`: whether PostgreSQL finds a record of that text; both ways of reading the query must agree."""

    def found(text: str, typed: str) -> bool:
        asked = query(typed)
        assert asked is not None, f"nothing searchable in {typed!r}"
        with connection.cursor() as cursor:
            sql = "select %s::tsvector @@ %s::tsquery, %s::tsvector @@ to_tsquery('simple', %s)"
            cursor.execute(sql, [lexemes([text]), asked] * 2)
            [plain, parsed] = cursor.fetchone()
        assert plain == parsed, (text, typed, asked)
        return bool(plain)

    return found


def test_what_is_kept_of_a_name() -> None:
    kept = lexemes(["白鹭 Élan"]).split()
    assert kept == ["'白'", "'鹭'", "'白鹭'", "'elan'", "'pybailuelan'", "'pyble'", "'pyle'", "'pyluelan'"]


def test_what_is_kept_of_a_phone_and_a_mail_address() -> None:
    assert "'ph13800138000' 'ph8613800138000' 'hp0008310083168'" in lexemes(["+86 138 0013 8000"])
    assert lexemes(["Ann.Lee@Example.com"]) == "'ann' 'lee' 'example' 'com' 'emann.lee@example.com'"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("苏州白", "'苏州' & '州白'"),
        ("阿", "'阿'"),
        ("Ali", "('ali':* | 'pyali':*)"),
        ("42", "'42':*"),
        ("138", "('138':* | 'ph138':* | 'hp831':*)"),
        ("a@b.c", "('ema@b.c':* | (('a':* | 'pya':*) & ('b':* | 'pyb':*) & ('c':* | 'pyc':*)))"),
        ("' | ! & :* (\\", None),
        ("", None),
    ],
)
def test_what_is_asked(typed: str, asked: str | None) -> None:
    assert query(typed) == asked


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("苏州白鹭泉有限公司", "白鹭"),
        ("苏州白鹭泉有限公司", "州"),
        ("苏州白鹭泉有限公司", "苏州 公司"),
        ("苏州白鹭泉", "blq"),
        ("苏州白鹭泉", "szbl"),
        ("苏州白鹭泉", "suzhoubai"),
        ("苏州白鹭泉", "su zhou bai lu"),
        ("阿里巴巴", "ali"),
        ("阿里巴巴", "al"),
        ("曾国藩", "zeng"),
        ("曾国藩", "ceng"),
        ("吕布", "lv"),
        ("吕布", "lü"),
        ("吕布", "lubu"),
        ("Acme Corporation", "corp"),
        ("Café Élan", "cafe"),
        ("Cafe Elan", "ÉLAN"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full"),
        ("O'Brien", "obrien"),
        ("KF-60 3M", "3m"),
        ("+86 138 0013 8000", "13800138000"),
        ("+86 138 0013 8000", "138"),
        ("+86 138 0013 8000", "8000"),
        ("+86 138 0013 8000", "00138000"),
        ("13800138000", "+86 138 0013 8000"),
        ("13800138000", "138 0013 8000"),
        ("13800138000", "8613800"),
        ("010-62345678", "01062345678"),
        ("010-62345678", "5678"),
        ("+1 650-253-0000", "6502530000"),
        ("ann.lee@example.com", "ann.lee@example.com"),
        ("ann.lee@example.com", "ann"),
        ("ann.lee@example.com", "example"),
        ("ann.lee@example.com", "Ann.Lee@Exa"),
        ("o'brien@example.ie", "o'brien@example.ie"),
    ],
)
def test_found(finds: Finds, text: str, typed: str) -> None:
    assert finds(text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("苏州白鹭泉", "白泉"),
        ("苏州白鹭泉", "luz"),
        ("阿里巴巴", "lia"),
        ("Acme Corporation", "cme"),
        ("13800138000", "0013"),
        ("13800138000", "13900"),
        ("ann.lee@example.com", "bob@example.com"),
    ],
)
def test_not_found(finds: Finds, text: str, typed: str) -> None:
    assert not finds(text, typed)


@QUICK
@given(typed=some.text(alphabet=some.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60))
def test_nothing_typed_is_ever_syntax(db: None, typed: str) -> None:
    asked = query(typed)
    with connection.cursor() as cursor:
        cursor.execute("select to_tsquery('simple', %s), %s::tsquery, %s::tsvector", [asked, asked, lexemes([typed])])


@QUICK
@given(name=NAMES, data=some.data())
def test_a_name_is_found_while_it_is_being_typed(db: None, name: str, data: some.DataObject) -> None:
    name = clean_line(name)
    typed = name[: data.draw(some.integers(0, len(name)))]
    asked = query(typed)
    if asked is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("select %s::tsvector @@ %s::tsquery", [lexemes([name]), asked])
        assert cursor.fetchone() == (True,), (name, typed)


def test_limits(db: None) -> None:
    enormous = ["庄" * 3000, "x" * 3000, " ".join(f"w{number}" for number in range(20_000))]
    kept = lexemes(enormous)
    assert kept.count(" ") < MOST_LEXEMES
    asked = query(" ".join(enormous))
    assert asked is not None
    assert asked.count(" & ") < MOST_ASKED
    with connection.cursor() as cursor:
        cursor.execute("select %s::tsvector @@ to_tsquery('simple', %s)", [kept, query("x" * 3000)])
        assert cursor.fetchone() == (True,)
