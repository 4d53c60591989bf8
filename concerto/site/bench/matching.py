"""A search for duplicates among all customers, next to the same sort of blocks and letters compared by SQL in DuckDB alone."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from concerto.customers.customer.entity import customer
from concerto.kernel.duplicates import hunting
from concerto.kernel.duplicates.linking.comparing import SIMILAR
from concerto.kernel.duplicates.linking.training import connection
from concerto.kernel.duplicates.model import OVER, Hunt, Stage
from concerto.kernel.duplicates.reading import written_out

NAME = "duplicates"
MOST = 60  # records that may share a key
KEYED = """
    create table keyed as select id, key, left(core, 9) as front, right(core, 9) as back, core from
    (select id, key, replace(key, ' ', '') as core from read_csv('{folder}/records.csv'));
    create table points as select value, id from read_csv('{folder}/points.csv')
    where value in (select value from read_csv('{folder}/points.csv') group by 1 having count(*) between 2 and {most})
"""
BLOCK = """
    select one.id, two.id, jaro_winkler_similarity(one.core, two.core) >= {near} from keyed one join keyed two
    on one.{key} = two.{key} and one.id < two.id
    where one.{key} in (select {key} from keyed group by 1 having count(*) between 2 and {most})
"""
SHARED = "select one.id, two.id, true from points one join points two on one.value = two.value and one.id < two.id"


def measured() -> tuple[int, float, float]:
    """(customers, seconds of the search from beginning to end, seconds of the floor). Raises RuntimeError where it failed."""
    Hunt.objects.filter(noun=customer.id).exclude(stage__in=OVER).update(stage=Stage.CANCELLED)
    begun = time.perf_counter()
    done = hunting.run(Hunt.objects.create(noun=customer.id))
    taken = time.perf_counter() - begun
    if done.stage != Stage.DONE:
        raise RuntimeError(f"the search for duplicates ended as {done.stage}")
    return done.records, taken, floor()


def floor() -> float:
    """Copied out, keyed, joined key by key, compared by letters."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        written_out(customer, Path(folder))
        db = connection(Path(folder))
        for statement in KEYED.format(folder=folder, most=MOST).split(";"):
            db.execute(statement)
        blocks = [BLOCK.format(key=key, near=SIMILAR, most=MOST) for key in ("key", "front", "back")]
        db.execute(f"create table pairs as {' union '.join([*blocks, SHARED])}")
        return time.perf_counter() - begun
