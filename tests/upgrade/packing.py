"""Makes the pack of this release: `python -m tests.upgrade.packing`, once, when it is released.

The rows are those of the company that the tests stand on, which has every noun in every state.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()

    from concerto.kernel.journal.reading import catch_up, readers
    from tests import cast
    from tests.databases import Databases, connected
    from tests.settings import HERE, HOME
    from tests.upgrade import pack

    folder = pack.HERE / version("concerto-crm")
    if folder.exists():
        sys.exit(f"{folder} is there: what was released does not change.")
    with Databases(HOME, HERE.database_url).running() as databases:
        name = databases.clone(databases.template())
        with connected(databases.app(name)):
            cast.assemble()
            for reader in readers():
                catch_up(reader)
        with databases.owner(name).connect(autocommit=True) as connection:
            pack.write(connection, folder)
        databases.drop(name)
    print(f"{folder} is made; add it to the release.")


if __name__ == "__main__":
    main()
