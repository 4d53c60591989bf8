"""The whole way as an ordinary user: make, prepare, write, stop, start again; nothing of root's is touched."""

from __future__ import annotations

import os
from pathlib import Path

from tests.kernel.database.conftest import Ordinary
from tests.kernel.database.homes import Homes

WHOLE_WAY = """
import sys
from pathlib import Path
from concerto.kernel.database.cluster import Cluster
from concerto.kernel.database.roles import prepare

cluster = Cluster(Path(sys.argv[1]), settings={"fsync": "off", "shared_buffers": "16MB"})
print(cluster.start(), cluster.place, cluster.notice, cluster.start())
print(prepare(cluster.address("owner")))
with cluster.address("owner").connect() as owner:
    owner.execute("create table lead (name text)")
with cluster.address("app").connect() as app:
    app.execute("insert into lead values ('Wang')")
cluster.stop()
print(cluster.is_up(), cluster.start())
with cluster.address("app").connect() as app:
    print(app.execute("select current_user, name from lead").fetchall())
cluster.stop()
print(cluster.address("app").host)
"""


def test_the_whole_way(homes: Homes, ordinary: Ordinary) -> None:
    home = homes.new()
    os.chown(home, ordinary.uid, -1)
    home.chmod(0o700)
    done = ordinary.runs(WHOLE_WAY, home)
    assert done.stderr == ""
    assert done.stdout.splitlines()[:-1] == [
        f"made {home}/postgres/18 None already running",
        "Prepared(restricted=True, warning=None)",
        "False started",
        "[('concerto_app', 'Wang')]",
    ]
    assert {path.lstat().st_uid for path in home.rglob("*")} == {ordinary.uid}
    assert home.stat().st_mode & 0o777 == 0o700
    Path(done.stdout.splitlines()[-1]).rmdir()
