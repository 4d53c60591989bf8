"""Django's settings under test: the product's own, set up from here and not from whatever stands on this machine."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.gettempdir(), f"concerto-tests-{os.geteuid()}")
STATIC = HOME / "static"
STATIC.mkdir(parents=True, exist_ok=True)

for name in [
    name
    for name in os.environ
    if name.startswith("CONCERTO_") and name not in ("CONCERTO_DATABASE_URL", "CONCERTO_SAMPLES")
]:
    del os.environ[name]
os.environ |= {
    "CONCERTO_HOME": str(HOME),
    "CONCERTO_SECRET_KEY": "a secret that guards nothing but tests",
    "CONCERTO_LANGUAGE": "en",
    "CONCERTO_TIME_ZONE": "Asia/Shanghai",
    "CONCERTO_CURRENCY": "CNY",
    "CONCERTO_DEBUG": "off",
    "CONCERTO_DEMO": "off",
    "CONCERTO_POOLED": "off",
    "CONCERTO_API_RATE": "0",
    "CONCERTO_API_RATE_ADDRESS": "0",
}

from concerto.site.settings import *  # noqa: E402, F403 (after the environment they are read from)

FILES = Path(tempfile.mkdtemp(prefix="concerto-files-"))  # of this process alone
atexit.register(shutil.rmtree, FILES, ignore_errors=True)
