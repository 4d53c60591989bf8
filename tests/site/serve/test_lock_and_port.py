"""What a start finds out before anything is started."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from concerto.site.serve.lock import only_serve
from concerto.site.serve.port import listening_socket
from concerto.site.setting import Misconfigured


def test_the_second_on_a_folder_is_told_who_the_first_is(tmp_path: Path) -> None:
    with only_serve(tmp_path):
        with pytest.raises(Misconfigured) as refused, only_serve(tmp_path):
            pass
        assert str(refused.value).startswith(f"Concerto already serves {tmp_path} as process {os.getpid()}: ")
    with only_serve(tmp_path):
        assert (tmp_path / "serve.lock").read_text() == f"{os.getpid()}\n"


def test_a_taken_port_names_who_has_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Misconfigured) as refused:
            listening_socket("127.0.0.1", port)
    name = Path("/proc/self/comm").read_text().strip()
    assert str(refused.value) == (
        f"Port {port} is taken by {name} (process {os.getpid()}): stop that, or choose another port with CONCERTO_PORT."
    )


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Misconfigured) as refused:
        listening_socket("192.0.2.1", 0)
    assert str(refused.value).startswith("CONCERTO_HOST is 192.0.2.1, where this machine cannot listen (")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_a_free_port_listens_and_is_inherited(host: str) -> None:
    with listening_socket(host, 0) as listener:
        assert listener.get_inheritable()
        socket.create_connection(("127.0.0.1", listener.getsockname()[1])).close()
