"""JSON arrays and JSON lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from concerto.kernel.imports.reading import json_values
from concerto.kernel.imports.reading.table import open_table
from concerto.kernel.text.unreadable import Unreadable


def file(folder: Path, text: str, name: str = "customers.json") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_array_of_objects(tmp_path: Path) -> None:
    text = """[
  {"name": "阿里", "code": "007", "id": 123456789012345678, "rate": 1.10, "active": true, "city": null},
  {"name": "Acme", "new": ""},

  {"name": "Last", "code": "=A1"}
]
"""
    table = open_table(file(tmp_path, text))
    assert table.columns == ["name", "code", "id", "rate", "active", "city", "new"]
    assert (table.count_hint, table.description.format) == (3, "json")
    assert [tuple(row) for row in table.rows()] == [
        (2, ["阿里", "007", "123456789012345678", "1.10", "true", None, None], None),
        (3, ["Acme", None, None, None, None, None, None], None),
        (5, ["Last", "=A1", None, None, None, None, None], None),
    ]


def test_objects_that_share_a_line_are_found_by_their_place(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, '[{"a": 1},{"a": ""},\n\n{"a": 3}]'))
    assert [(row.number, row.cells) for row in table.rows()] == [(1, ["1"]), (3, ["3"])]


def test_one_object_per_line(tmp_path: Path) -> None:
    table = open_table(file(tmp_path, '{"a": 1}\n\n{"b": "x"}\nnot json\n', "rows.jsonl"))
    assert table.columns == ["a", "b"]
    rows = list(table.rows())
    assert rows[:2] == [(1, ["1", None], None), (3, [None, "x"], None)]
    assert (rows[2].number, rows[2].cells, str(rows[2].problem)) == (4, ["not json"], "This line is not JSON.")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"a": [1, 2]}', "“a” holds a list or an object; only single values can be read."),
        ('{"a": {"b": 1}}', "“a” holds a list or an object; only single values can be read."),
        ('{"a": 1, "a": 2}', "“a” is given twice."),
        (r'{"a": "\ud83d"}', "“a” holds half of a character: the text is damaged."),
        ("[1]", "This is not an object with named values."),
    ],
)
def test_rows_with_a_problem(tmp_path: Path, row: str, said: str) -> None:
    rows = list(open_table(file(tmp_path, f'[{{"a": "fine"}},\n{row}]')).rows())
    assert [row.problem and str(row.problem) for row in rows] == [None, said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        ('{"data": []}', "The file must hold one JSON array of objects: [{…}, {…}]."),
        ("[]", "The file holds no objects with values."),
        ("[1, 2]", "The file holds no objects with values."),
        ('[{"a": 1},\n{"a": }]', "The JSON is broken near line 2."),
        ('[{"a": 1}\n{"a": 2}]', "The JSON is broken near line 2."),
        ('[{"a": 1},]', "The JSON is broken near line 1."),
        ('[{"a": 1}', "The JSON is broken near line 1."),
        ('[{"a": 1}] more', "The JSON is broken near line 1."),
        ('[{"a": NaN}]', "The JSON is broken near line 1."),
        ("[" * 100_000, "The JSON is broken near line 1."),
        ('[{"": 1}]', "“''” cannot be the name of a column."),
        ('[{"a\\u0000": 1}]', "“'a\\x00'” cannot be the name of a column."),
        (json.dumps([{f"c{number}": 1} for number in range(501)]), "With line 1 there are more than 500 different names."),
    ],
)  # fmt: skip
def test_bad_files(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        open_table(file(tmp_path, text))
    assert str(refused.value.message) == said


def test_a_value_that_never_ends(tmp_path: Path) -> None:
    endless = file(tmp_path, '[{"a": "' + "x" * 9_000_000)
    with pytest.raises(Unreadable, match="The JSON is broken near line 1"):
        open_table(endless)
    with pytest.raises(Unreadable, match="Line 1 has more than four million characters"):
        open_table(endless, name="rows.jsonl")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    objects=some.lists(
        some.fixed_dictionaries({"a": some.text(min_size=1), "b": some.integers()}), min_size=1, max_size=8
    ),
    indent=some.sampled_from([None, 0, 2]),
    window=some.integers(1, 40),
)
def test_the_window_never_cuts_a_value(
    tmp_path: Path, objects: list[dict[str, object]], indent: int | None, window: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_values, "_CHUNK", window)
        table = open_table(file(tmp_path, json.dumps(objects, indent=indent)))
        wanted = [[str(given[name]) for name in table.columns] for given in objects]
        assert [row.cells for row in table.rows()] == wanted
