"""The way out, against servers on this machine: what is refused never reaches them."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator, Sequence

import pytest
from pytest_django import Settings

from concerto.kernel.outbound.allowed import entries
from concerto.kernel.outbound.refusals import Blocked, NoAnswer
from concerto.kernel.outbound.sending import Answer, send
from tests.kernel.outbound.servers import Local, plainly, serving, slowly, without_end


@pytest.fixture
def private() -> Iterator[Local]:
    """Somebody in our own network, who must not be asked anything."""
    with serving(plainly(body=b"secret")) as local:
        yield local
    assert local.asked == []


def allow(settings: Settings, *entered: str) -> None:
    settings.OUTBOUND_ALLOW = entries(" ".join(entered))


def unwilling(host: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{host} was looked up")


DISGUISED = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "127.000.000.001", "127.0.0.1.", "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16",
    "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]", "[2001:0:1::1]", "[2001:db8::1]", "[3fff::1]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]",
    "[fec0::1]", "[ff02::1]", "[100::1]", "[5f00::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", DISGUISED)
def test_our_own_network_is_not_called(host: str, private: Local) -> None:
    for port in ("", ":80", f":{private.port}"):
        with pytest.raises(Blocked):
            send("GET", f"http://{host}{port}/", resolve=unwilling)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "//example.org", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org", "http://",
        "http:///x", "http://user@example.org/", "http://user:word@example.org/",
        "http://example.org\\@127.0.0.1/", "http://example.org:0/", "http://example.org:70000/",
        "http://exa mple.org/", " http://example.org/", "http://example.org/\n", "http://example.org/\0", "http://exam\u00adple..org/",
        "http://-a-.b/", "http://a.b.0x7f/", "https://example.org/" + "x" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_not_called(url: str) -> None:
    with pytest.raises(Blocked):
        send("GET", url, resolve=unwilling)


@pytest.mark.parametrize("port", [1, 22, 25, 5432, 6379, 9200])
def test_ports_of_other_services_are_not_called(port: int) -> None:
    with pytest.raises(Blocked):
        send("GET", f"http://outside.example:{port}/", resolve=lambda host, port: ["93.184.215.14"])


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%lo"], ["2002:a00:1::"]]
)
def test_a_name_that_leads_inside_is_not_called(found: list[str]) -> None:
    """Not even where only one of its addresses is inside: which one is taken would be the name server's choice."""
    with pytest.raises(Blocked):
        send("GET", "http://outside.example/", resolve=lambda host, port: found)


def test_a_name_is_looked_up_once(settings: Settings, private: Local) -> None:
    """A name server that says another thing a moment later moves nobody: the checked address is the called one."""
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    allow(settings, "127.0.0.2")
    with pytest.raises(NoAnswer) as refused:
        send("GET", f"http://rebinding.example:{private.port}/", resolve=lambda host, port: next(answers))
    assert "cannot be reached" in str(refused.value.message)
    assert next(answers) == ["127.0.0.1"]


def test_what_the_administrator_allows_is_called(settings: Settings) -> None:
    with serving(plainly(201, b"thanks")) as local:
        for entered in ("127.0.0.1", "127.0.0.0/8", f"hooks.example:{local.port}", "hooks.example"):
            allow(settings, entered)
            answer = send(
                "POST", f"http://Hooks.Example:{local.port}/in?a=1", headers={"X-Event": "7"}, body=b"{}",
                resolve=lambda host, port: ["127.0.0.1"],
            )  # fmt: skip
            assert (answer.status, answer.body, answer.cut) == (201, b"thanks", False)
    [*_others, last] = local.asked
    assert (len(local.asked), last.method, last.path, last.body) == (4, "POST", "/in?a=1", b"{}")
    assert (last.headers["host"], last.headers["x-event"]) == (f"hooks.example:{local.port}", "7")


def test_allowing_one_port_allows_no_other(settings: Settings, private: Local) -> None:
    allow(settings, f"hooks.example:{private.port + 1 if private.port < 65535 else 1}")
    with pytest.raises(Blocked):
        send("GET", f"http://hooks.example:{private.port}/", resolve=lambda host, port: ["127.0.0.1"])


def moved(settings: Settings, status: int, onward: str, **options: int) -> tuple[Answer, Local]:
    with serving(plainly(status, b"", Location=onward)) as local:
        allow(settings, "127.0.0.1")
        return send("POST", local.url, body=b"x", resolve=lambda host, port: ["127.0.0.3"], **options), local


@pytest.mark.parametrize(
    "onward", ["http://inside.example/", "http://[::1]/", "http://169.254.169.254/", "file:///etc/passwd"]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_sends_us_inside(settings: Settings, status: int, onward: str) -> None:
    with pytest.raises(Blocked):
        moved(settings, status, onward)


def test_redirects_are_followed_so_far_and_no_farther(settings: Settings) -> None:
    answer, local = moved(settings, 307, "/again")
    assert (answer.status, [asked.method for asked in local.asked]) == (307, ["POST"] * 4)
    answer, local = moved(settings, 302, "/again", redirects=1)
    assert [(asked.method, asked.body) for asked in local.asked] == [("POST", b"x"), ("GET", b"")]
    answer, local = moved(settings, 302, "http://inside.example/", redirects=0)
    assert (answer.status, len(local.asked)) == (302, 1)


def test_secrets_do_not_travel_to_others(settings: Settings) -> None:
    allow(settings, "127.0.0.1")
    with serving(plainly()) as other, serving(plainly(307, b"", Location=other.url)) as first:
        send("GET", first.url, headers={"Authorization": "Bearer x", "X-Plain": "1"})
    assert "authorization" in first.asked[0].headers
    assert {"authorization", "x-plain"} & other.asked[0].headers.keys() == {"x-plain"}


def test_the_slow_and_the_endless_are_given_up(settings: Settings) -> None:
    allow(settings, "127.0.0.1")
    began = time.monotonic()
    with serving(slowly) as local, pytest.raises(NoAnswer):
        send("GET", local.url, timeout=0.3)
    assert time.monotonic() - began < 5
    with serving(without_end) as local:
        with pytest.raises(NoAnswer):
            send("GET", local.url, limit=100_000)
        answer = send("GET", local.url, limit=100_000, cutting=True)
    assert (len(answer.body), answer.cut) == (100_000, True)


def test_a_silent_name_server_is_given_up() -> None:
    with pytest.raises(NoAnswer):
        send("GET", "http://slow.example/", timeout=0.1, resolve=lambda host, port: time.sleep(0.5) or [])  # type: ignore[func-returns-value]


def test_what_is_packed_is_not_unpacked(settings: Settings) -> None:
    allow(settings, "127.0.0.1")
    with (
        serving(plainly(200, gzip.compress(bytes(10_000_000)), Content_Encoding="gzip")) as local,
        pytest.raises(NoAnswer),
    ):
        send("GET", local.url)


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-A", "1\r\nX-B: 2"), ("X-A\r\nX-B", "1"), ("X A", "1"), ("", "1"), ("X-A", "\0"), ("X-A", "\ud800"), ("X-A", "中"),
     ("Host", "other.example"), ("Content-Length", "0"), ("Transfer-Encoding", "chunked")],
)  # fmt: skip
def test_headers_cannot_be_smuggled(settings: Settings, private: Local, name: str, value: str) -> None:
    allow(settings, "127.0.0.1")
    with pytest.raises(Blocked):
        send("GET", private.url, headers={name: value})


def test_no_proxy_of_the_environment_is_used(
    settings: Settings, private: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", private.url)
    monkeypatch.setenv("ALL_PROXY", private.url)
    allow(settings, "127.0.0.1")
    with serving(plainly()) as local:
        assert send("GET", local.url).status == 200


def test_a_server_that_cannot_prove_its_name_is_not_spoken_to(settings: Settings, private: Local) -> None:
    """A plain server answers no handshake; its port is reached and nothing is asked."""
    allow(settings, "127.0.0.1")
    with pytest.raises(NoAnswer):
        send("GET", private.url.replace("http", "https"))
