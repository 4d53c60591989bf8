"""Memory for the server follows from the machine."""

from __future__ import annotations

import os

import pytest

from concerto.kernel.database.settings import GB, MB, machine_memory, sized


@pytest.mark.parametrize(
    ("memory", "shared_buffers", "work_mem", "maintenance_work_mem"),
    [
        (512 * MB, "64MB", "4MB", "32MB"),
        (2 * GB, "256MB", "8MB", "128MB"),
        (4 * GB, "1024MB", "16MB", "256MB"),
        (16 * GB, "2048MB", "64MB", "1024MB"),
        (256 * GB, "2048MB", "64MB", "1024MB"),
    ],
)
def test_memory_is_sized_to_the_machine(
    memory: int, shared_buffers: str, work_mem: str, maintenance_work_mem: str
) -> None:
    assert sized(memory) == {
        "shared_buffers": shared_buffers,
        "effective_cache_size": f"{memory // 2 // MB}MB",
        "work_mem": work_mem,
        "maintenance_work_mem": maintenance_work_mem,
    }


def test_no_more_memory_is_found_than_there_is() -> None:
    assert 0 < machine_memory() <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
