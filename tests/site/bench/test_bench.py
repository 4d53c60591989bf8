"""The benchmark runs on the small company and says what it promises to say; how quick anything is, is no test's matter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson

MEASURED = [
    "duplicates",
    "inbox (page)",
    "inbox, deep (page)",
    "list (page)",
    "list (api)",
    "filter (page)",
    "filter (api)",
    "sort (page)",
    "sort (api)",
    "sort unindexed (page)",
    "sort unindexed (api)",
    "deep page (page)",
    "search 中文 (page)",
    "search Latin (page)",
    "search pinyin (page)",
    "search everywhere (api)",
    "record (page)",
    "related (page)",
    "peek (page)",
    "record (api)",
    "board (page)",
    "aggregate (api)",
    "count (page)",
    "hint (page)",
    "duplicates queue (page)",
    "create (api)",
    "create (page)",
    "edit (api)",
    "segment of touches (page)",
    "segment of purchases (page)",
    "events × 100 (api)",
    "my work (page)",
    "streams × 100",
    "clocks",
    "quality",
    "segment refreshed",
    "export",
    "mass edit",
    "mass edit undone",
    "import",
    "import taken back",
]
KEYS = {"name", "scale", "clients", "p50_ms", "p95_ms", "per_s", "floor_ms", "ratio", "memory_mb"}


def test_it_measures_on_a_company_of_its_own(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CONCERTO_", "DJANGO_"))}
    settings = {"CONCERTO_HOME": str(tmp_path / "home"), "CONCERTO_WEB_PROCESSES": "1"}
    command = [sys.executable, "-m", "concerto", "bench", "--json", "--clients", "1"]
    done = subprocess.run(
        command, env=kept | settings, cwd=Path(__file__).parents[3], capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found = orjson.loads(done.stdout.splitlines()[-1])
    assert [(each["name"], each["scale"], each["clients"]) for each in found] == [
        (name, "small", 1) for name in MEASURED
    ]
    assert all(each.keys() == KEYS for each in found)
    assert all(each[key] > 0 for each in found for key in ("p50_ms", "p95_ms", "per_s", "floor_ms", "ratio"))
