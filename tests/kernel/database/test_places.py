"""Where a cluster lives, and what is refused before anything is touched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from concerto.kernel.database.account import ACCOUNT
from concerto.kernel.database.cluster import Cluster, Outcome
from concerto.kernel.database.errors import DatabaseRefused
from concerto.kernel.database.place import ELSEWHERE, digest, socket_folder
from tests.kernel.database.conftest import Ordinary, needs_root
from tests.kernel.database.homes import Homes

LONG = "/".join(["a-folder-with-a-rather-long-name-as-people-like-them"] * 4)
TRY = (
    "import sys; from pathlib import Path; from concerto.kernel.database.cluster import Cluster\n"
    "try: print(Cluster(Path(sys.argv[1])).start())\n"
    "except Exception as refused: print(type(refused).__name__, refused)"
)


def refusal(cluster: Cluster) -> str:
    with pytest.raises(DatabaseRefused) as refused:
        cluster.start()
    return str(refused.value)


def everything(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mode for path in [folder, *folder.parents, *folder.rglob("*")]}


@pytest.mark.parametrize("name", ["with two spaces", "它's 协奏 ünder", LONG])
def test_any_usual_path_will_do(homes: Homes, name: str) -> None:
    cluster = homes.cluster(homes.new(name))
    assert cluster.start() == Outcome.MADE
    with cluster.address("owner").as_keeper().in_database("postgres").connect() as connection:
        assert connection.execute("show data_directory").fetchone() == (str(cluster.place),)


@pytest.mark.parametrize("name", ["a$HOME", 'a"b', "a`b", "a\\b", "a\nb", "a\udcffb"])
def test_a_path_that_means_something_to_a_shell_is_refused(homes: Homes, name: str) -> None:
    home = homes.new(name)
    assert "holds a double quote, a dollar sign" in refusal(Cluster(home))
    assert list(home.iterdir()) == []


def test_a_link_to_the_home_is_the_home(homes: Homes) -> None:
    cluster = homes.started()
    link = homes.folder / "link"
    link.symlink_to(cluster.home)
    assert Cluster(link).start() == Outcome.ALREADY_RUNNING


@needs_root
def test_behind_a_closed_door_the_cluster_lives_elsewhere_and_says_so(homes: Homes) -> None:
    home = homes.new("root-only/checkout/var")
    (homes.folder / "root-only").chmod(0o700)
    before = everything(home)
    cluster = homes.cluster(home)
    assert cluster.start() == Outcome.MADE
    assert everything(home) == before
    assert cluster.place == ELSEWHERE / digest(home) / "postgres" / "18"
    assert cluster.notice == (
        f"The database lives in {ELSEWHERE / digest(home)}, because the account {ACCOUNT} that runs "
        f"it could not enter {home}."
    )
    (homes.folder / "root-only").chmod(0o755)
    again = Cluster(home)
    assert (again.start(), again.place) == (Outcome.ALREADY_RUNNING, cluster.place)


@needs_root
def test_a_home_that_was_closed_later_is_refused_and_no_second_database_begins(homes: Homes) -> None:
    cluster = homes.stopped()
    cluster.home.chmod(0o700)
    assert refusal(Cluster(cluster.home)) == (
        f"The account {ACCOUNT}, which runs the database, may not enter the data folder {cluster.home}."
    )
    assert not (ELSEWHERE / digest(cluster.home)).exists()
    cluster.home.chmod(0o755)


@needs_root
def test_data_of_another_account_is_refused(homes: Homes) -> None:
    cluster = homes.stopped()
    os.chown(cluster.place, 65534, 65534)
    assert refusal(cluster).startswith(f"The data in {cluster.place} belongs to the account nobody, not to {ACCOUNT}")
    shutil.rmtree(cluster.place)


@needs_root
def test_a_cluster_of_root_is_refused_to_an_ordinary_user(homes: Homes, ordinary: Ordinary) -> None:
    cluster = homes.started()
    said = ordinary.runs(TRY, cluster.home).stdout
    assert said.startswith(f"DatabaseRefused The data folder {cluster.home} cannot be used (Permission denied")
    assert cluster.is_up()


def test_a_folder_that_is_no_cluster_is_refused_and_kept(homes: Homes) -> None:
    cluster = homes.stopped()
    (cluster.place / "PG_VERSION").unlink()
    before = everything(cluster.place)
    assert refusal(cluster) == (
        f"{cluster.place} is not the data of a PostgreSQL server: move it away, and a new database is made."
    )
    assert everything(cluster.place) == before


def test_data_of_another_version_is_refused_and_kept(homes: Homes) -> None:
    cluster = homes.stopped()
    for version in ("16", "19"):
        (cluster.place / "PG_VERSION").write_text(f"{version}\n")
        assert f"was made by PostgreSQL {version} and this is PostgreSQL 18" in refusal(cluster)
    cluster.place.rename(cluster.place.with_name("19"))
    assert "was made by PostgreSQL 19 and this is PostgreSQL 18" in refusal(cluster)
    assert not cluster.place.exists()


def test_a_home_that_is_a_file_is_refused(homes: Homes) -> None:
    file = homes.new() / "file"
    file.write_text("")
    assert refusal(homes.cluster(file)) == f"The data folder {file} is not a folder."


def test_an_unreadable_home_is_refused_to_an_ordinary_user(homes: Homes, ordinary: Ordinary) -> None:
    home = homes.new()
    os.chown(home, ordinary.uid, -1)
    home.chmod(0)
    assert ordinary.runs(TRY, home).stdout == (
        f"DatabaseRefused The account {ordinary.name}, which runs the database, may not enter the data folder {home}.\n"
    )
    home.chmod(0o755)


def test_a_socket_folder_prepared_by_somebody_else_is_refused(homes: Homes) -> None:
    home = homes.new()
    trap = socket_folder(home)
    trap.symlink_to(homes.folder)
    assert refusal(Cluster(home)).startswith(f"{trap} belongs to ")
    trap.unlink()


def test_a_broken_setting_is_told_in_the_words_of_postgresql(homes: Homes) -> None:
    home = homes.new()
    said = refusal(homes.cluster(home, settings={"shared_buffers": "a lot"}))
    assert 'invalid value for parameter "shared_buffers": "a lot"' in said or "configuration file" in said
    assert homes.cluster(home).start() == Outcome.STARTED
