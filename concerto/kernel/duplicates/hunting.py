"""Searching all records of a noun: in a process of its own, with progress, to be cancelled, begun anew where it was cut off."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.duplicates.later import defer
from concerto.kernel.duplicates.model import OVER, Hunt, Pair, Stage, Verdict
from concerto.kernel.duplicates.reading import written_out
from concerto.kernel.duplicates.thresholds import thresholds_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named

log = logging.getLogger(__name__)

CHILD = "concerto.kernel.duplicates.linking.child"
_NEEDED = (
    "PATH",
    "LD_LIBRARY_PATH",
    "SYSTEMROOT",
    "PYTHONPATH",
    "HOME",
)  # of the environment; the child is told no secrets


class Stopped(Exception):
    """Somebody cancelled the search."""


def hunt(actor: Actor, entity: Entity) -> Hunt:
    """Begin a search, which a worker does. Raises Forbidden, or Refused where one is under way."""
    if entity.alike is None or not may(actor, entity, Act.DELETE):
        raise Forbidden()
    with transaction.atomic():
        if Hunt.objects.filter(noun=entity.id).exclude(stage__in=OVER).exists():
            raise Refused(_("A search for duplicates is under way already."))
        begun = Hunt.objects.create(noun=entity.id, person=actor.person)
        defer(begun.pk)
    return begun


def cancel(actor: Actor, entity: Entity) -> None:
    """End the search that is under way; what earlier ones found stays."""
    if not may(actor, entity, Act.DELETE):
        raise Forbidden()
    now = timezone.now()
    Hunt.objects.filter(noun=entity.id).exclude(stage__in=OVER).update(stage=Stage.CANCELLED, ended_at=now)


def newest(entity: Entity) -> Hunt | None:
    return Hunt.objects.filter(noun=entity.id).order_by("-id").first()


def run(hunted: Hunt) -> Hunt:
    """Search, and write down what was found in one transaction. Two workers never do the same search."""
    with _alone(hunted) as mine:
        if mine:
            try:
                _search(hunted, named(hunted.noun))
            except Stopped:
                pass
            except (OSError, RuntimeError) as error:
                log.warning("search %s for duplicates: %s", hunted.pk, error)
                _end(hunted, Stage.FAILED)
                if not isinstance(error, RuntimeError):
                    raise
    hunted.refresh_from_db()
    return hunted


@contextmanager
def _alone(hunted: Hunt) -> Iterator[bool]:
    """A lock of this connection, gone with its process however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext('hunt'), %s)", [hunted.pk % 2**31])
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("select pg_advisory_unlock(hashtext('hunt'), %s)", [hunted.pk % 2**31])


def _search(hunted: Hunt, entity: Entity) -> None:
    work = Path(settings.FILES) / "duplicates"
    work.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=work) as folder:
        _moved(hunted, Stage.READING, 0.02)
        records = written_out(entity, Path(folder))
        Hunt.objects.filter(pk=hunted.pk).update(records=records)
        _compared(hunted, entity, folder)
        _moved(hunted, Stage.WRITING, 0.9)
        _kept(hunted, entity, Path(folder))


def _compared(hunted: Hunt, entity: Entity, folder: str) -> None:
    """Let the child compare, and pass on what it says; raises RuntimeError where it fails."""
    command = [sys.executable, "-m", CHILD, folder, str(thresholds_of(entity).least)]
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ} | {"POLARS_MAX_THREADS": "2"}
    root = str(Path(__file__).parents[3])
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH", ""))))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=folder) as child:
        assert child.stdout
        try:
            for line in child.stdout:
                stage, _space, share = line.partition(" ")
                _moved(hunted, Stage(stage), float(share))
        except BaseException:
            child.kill()
            raise
    if child.returncode == -signal.SIGINT:  # Concerto is being stopped: it is begun anew afterwards
        raise Stopped
    if child.returncode:
        raise RuntimeError(f"the search ended with {child.returncode}")


def _moved(hunted: Hunt, stage: Stage, share: float) -> None:
    """Note progress; raises Stopped where somebody cancelled."""
    going = Hunt.objects.filter(pk=hunted.pk).exclude(stage__in=OVER)
    if not going.update(stage=stage, share=share, moved_at=timezone.now()):
        raise Stopped


def _kept(hunted: Hunt, entity: Entity, folder: Path) -> None:
    """Replace the open pairs by those found; what was decided before stays decided."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not Hunt.objects.select_for_update().filter(pk=hunted.pk).exclude(stage__in=OVER).exists():
            raise Stopped
        Pair.objects.filter(noun=entity.id, verdict=Verdict.OPEN).delete()
        decided = set(Pair.objects.filter(noun=entity.id).values_list("one", "other"))
        pairs = _copied_in(cursor, entity, folder / "pairs.csv", decided)
        learnt = json.loads((folder / "learnt.json").read_text())
        Hunt.objects.filter(pk=hunted.pk).update(learnt=learnt, pairs=pairs)
        _end(hunted, Stage.DONE)


def _copied_in(cursor, entity: Entity, path: Path, decided: set[tuple[int, int]]) -> int:  # type: ignore[no-untyped-def]  # a cursor of Django's
    import polars as pl

    found = (
        pl.read_csv(path, has_header=False, new_columns=["one", "other", "weight", "parts", "cluster"])
        if path.stat().st_size
        else None
    )
    if found is None:
        return 0
    if decided:
        known = pl.DataFrame(list(decided), schema=["one", "other"], orient="row")
        found = found.join(known, on=["one", "other"], how="anti", maintain_order="left")
    rows = found.select(
        pl.lit(entity.id).alias("noun"),
        "one",
        "other",
        "weight",
        "parts",
        "cluster",
        pl.lit(Verdict.OPEN.value).alias("verdict"),
    )
    with cursor.copy(
        "copy kernel_pair (noun, one, other, weight, parts, cluster, verdict) from stdin (format csv)"
    ) as copy:
        copy.write(rows.write_csv(include_header=False))
    return found.height


def _end(hunted: Hunt, stage: Stage) -> None:
    Hunt.objects.filter(pk=hunted.pk).exclude(stage__in=OVER).update(
        stage=stage, share=1.0, ended_at=timezone.now(), moved_at=timezone.now()
    )
