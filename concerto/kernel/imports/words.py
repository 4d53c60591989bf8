"""What new records will be found and sorted by, made ahead by processes of their own: it costs more than all the rest."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import NamedTuple

from concerto.kernel.text.lexemes import lexemes
from concerto.kernel.text.pinyin import is_read_otherwise, sort_key

MANY = 5_000  # rows from which on processes of their own pay for their start
PART = 1_000  # rows that one process is given at a time


class Asked(NamedTuple):
    """A record as far as its words go."""

    title: str
    person: bool
    searched: tuple[str, ...]


class Words(NamedTuple):
    """`keys` are what the title is sorted by, first as the record is (a person or not), then as the other."""

    keys: tuple[str, str]
    vector: str


Later = Callable[[], list[Words]]  # waits for what was asked
Ask = Callable[[Sequence[Asked]], Later]


def words(asked: Sequence[Asked]) -> list[Words]:
    return [Words(_keys(each.title, each.person), lexemes(each.searched)) for each in asked]


def _keys(title: str, person: bool) -> tuple[str, str]:
    key = sort_key(title, person=person)
    return key, sort_key(title, person=not person) if is_read_otherwise(title) else key


@contextmanager
def making_words(rows: int) -> Iterator[Ask]:
    """What makes words for a file of about so many rows: here and now for a small one, by both cores for a large one."""
    if rows < MANY:
        yield lambda asked: lambda: words(asked)
        return
    context = multiprocessing.get_context("spawn")  # a fork would take the connections of this process along
    pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context, initializer=_ends_with, initargs=(os.getpid(),))
    try:
        yield lambda asked: _asked_of(pool, asked)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _asked_of(pool: ProcessPoolExecutor, asked: Sequence[Asked]) -> Later:
    parts = [asked[first : first + PART] for first in range(0, len(asked), PART)]
    try:
        futures = [pool.submit(words, part) for part in parts]
    except BrokenProcessPool:
        return lambda: words(asked)
    return lambda: [each for part, future in zip(parts, futures, strict=True) for each in _answer(part, future)]


def _answer(part: Sequence[Asked], future: Future[list[Words]]) -> list[Words]:
    """What a process made; made here where it was ended from outside."""
    try:
        return future.result()
    except BrokenProcessPool:
        return words(part)


def _ends_with(parent: int) -> None:
    """A process of the pool ends when the one that asks does, however that ended."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
