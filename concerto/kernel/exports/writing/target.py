"""Where a file is written: to a stream that is there, or to a path that appears only when the file is complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, TypeAlias, cast

Destination: TypeAlias = "Path | str | BinaryIO"


@contextmanager
def opened(destination: Destination) -> Iterator[BinaryIO]:
    """A binary stream to write to. Where the writing fails, a path stays as it was before."""
    if not isinstance(destination, Path | str):
        yield destination
        return
    path = Path(destination)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            yield cast(BinaryIO, file)
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
