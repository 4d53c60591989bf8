"""How often circles are looked for is as it was once nobody needs it otherwise."""

from __future__ import annotations

import gc

from concerto.kernel.statements.collecting import RARELY, collecting_rarely


def test_it_is_as_before_once_the_last_one_has_ended() -> None:
    before = gc.get_threshold()
    first, second = collecting_rarely(), collecting_rarely()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (RARELY, *before[1:])
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before
