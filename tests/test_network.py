"""Fetching one address: against real servers on this machine, and what is refused."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plainfact.network import (
    BadAddress,
    BadResponse,
    ForbiddenAddress,
    Limits,
    NetworkError,
    Response,
    TimedOut,
    TlsError,
    TooManyRedirects,
    UnknownHost,
    Unreachable,
    fetch,
    is_public,
    is_reachable,
)
from webserver import Answer, Handler, Server


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def ask(url: str, **options: object) -> Response:
    options.setdefault("limits", Limits(seconds=5, wait=5, body=100_000))
    return fetch(url, allow_private=True, **options)  # type: ignore[arg-type]


def test_an_answer(server: Server) -> None:
    server.answers["/a"] = lambda h: h.say(200, b"hello", Content_Type="Text/HTML; charset=x")
    found = ask(f"{server.url}/a?b=c#d")
    assert (found.status, found.body, found.truncated) == (200, b"hello", False)
    assert found.url.startswith(f"{server.url}/a?b=c")
    assert found.content_type == "text/html"
    assert found.headers["content-type"] == "Text/HTML; charset=x"
    method, path, headers = server.seen[0]
    assert (method, path) == ("GET", "/a?b=c")
    assert "plainfact/" in headers["user-agent"]
    assert headers["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("status", [204, 304, 402, 403, 404, 410, 429, 500, 503])
def test_any_status_is_an_answer(server: Server, status: int) -> None:
    server.answers["/"] = lambda h: h.say(status, Retry_After="7")
    found = ask(server.url + "/")
    assert (found.status, found.headers["retry-after"]) == (status, "7")


def test_head_and_headers(server: Server) -> None:
    server.answers["/"] = lambda h: h.say(200, b"hello")
    found = ask(server.url + "/", method="HEAD", headers={"Accept": "text/x"})
    assert (found.status, found.body) == (200, b"")
    assert server.seen[0][0] == "HEAD"
    assert server.seen[0][2]["accept"] == "text/x"


def test_redirects_are_followed_and_told(server: Server) -> None:
    server.answers["/a"] = lambda h: h.say(301, Location="/b?x=1")
    server.answers["/b"] = lambda h: h.say(302, Location=f"{server.url}/c", Set_Cookie="k=v")
    server.answers["/c"] = lambda h: h.say(200, b"there")
    found = ask(server.url + "/a")
    assert (found.url, found.body) == (server.url + "/c", b"there")
    assert [(hop.url, hop.status) for hop in found.history] == [
        (server.url + "/a", 301),
        (server.url + "/b?x=1", 302),
    ]
    assert server.seen[2][2]["cookie"] == "k=v"


def test_a_loop_of_redirects_ends(server: Server) -> None:
    server.answers["/a"] = lambda h: h.say(302, Location="/a")
    with pytest.raises(TooManyRedirects, match="more than 3 redirects"):
        ask(server.url + "/a", limits=Limits(redirects=3))
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://user:secret@example.org/",
        "http://example.org:25/",
        "http://[::1",
        "http://example.org/" + "x" * 5000,
    ],
)
def test_a_redirect_to_what_is_no_page(server: Server, target: str) -> None:
    server.answers["/a"] = lambda h: h.say(302, Location=target)
    with pytest.raises((BadAddress, BadResponse)):
        ask(server.url + "/a")


def test_a_redirect_into_the_inside_is_refused(server: Server) -> None:
    inner = Server("127.0.0.2", server.port)
    try:
        inner.answers["/b"] = lambda h: h.say(200, b"secret")
        server.answers["/a"] = lambda h: h.say(302, Location=f"{inner.url}/b")
        with pytest.raises(ForbiddenAddress):
            fetch(server.url + "/a", permit=lambda address: str(address) == "127.0.0.1")
        assert not inner.seen
    finally:
        inner.close()


def test_link_local_is_refused_where_private_is_allowed(server: Server) -> None:
    server.answers["/a"] = lambda h: h.say(302, Location="http://169.254.169.254/latest/")
    with pytest.raises(ForbiddenAddress):
        ask(server.url + "/a")


INSIDE = [
    "127.0.0.1 127.1.2.3 10.0.0.1 172.16.0.1 192.168.1.1",  # private, but allowed on request
    "::1 fd00::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1",
]
NEVER = [
    "0.0.0.0 169.254.1.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255",
    ":: fe80::1 ff02::1 fec0::1 fe80::1%eth0 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe",
]
WRAPPED = ["2002:7f00:1:: 64:ff9b::7f00:1 2001:0:1::80ff:fffe 64:ff9b:1::1 ::7f00:1 100.64.0.1"]
OUTSIDE = ["1.1.1.1 8.8.8.8 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808"]


@pytest.mark.parametrize("address", " ".join([*INSIDE, *NEVER, *WRAPPED]).split())
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", " ".join(OUTSIDE).split())
def test_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", " ".join([*INSIDE, *OUTSIDE]).split())
def test_reachable_where_allowed(address: str) -> None:
    assert is_reachable(ip_address(address))


@pytest.mark.parametrize("address", " ".join(NEVER).split())
def test_never_reachable(address: str) -> None:
    assert not is_reachable(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_refused_however_it_is_written(server: Server, host: str) -> None:
    server.answers["/"] = lambda h: h.say(200, b"secret")
    with pytest.raises(NetworkError) as caught:
        fetch(f"http://{host}:{server.port}/", limits=Limits(seconds=5))
    assert isinstance(caught.value, ForbiddenAddress | UnknownHost)
    assert not server.seen


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[fe80::1%25lo]", "[fe80::1]"])
def test_so_is_it_in_ipv6(host: str) -> None:
    with pytest.raises(NetworkError) as caught:
        fetch(f"http://{host}:8000/", limits=Limits(seconds=5))
    assert isinstance(caught.value, ForbiddenAddress | BadAddress)


def test_a_name_with_one_inner_address_is_refused(server: Server) -> None:
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.1"):
        fetch(f"http://mixed.example:{server.port}/", resolve=lambda *_: ["1.1.1.1", "10.0.0.1"])


def test_a_name_is_resolved_once_and_that_address_is_asked(server: Server) -> None:
    """A name that means something else the second time (DNS rebinding) wins nothing."""
    other = Server("127.0.0.2", server.port)
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    try:
        server.answers["/"] = lambda h: h.say(200, b"first")
        found = fetch(
            f"http://rebind.example:{server.port}/",
            permit=lambda address: str(address) == "127.0.0.1",
            resolve=lambda *_: next(answers),
        )
        assert found.body == b"first"
        assert server.seen[0][2]["host"] == f"rebind.example:{server.port}"
        assert next(answers) == ["127.0.0.2"]  # nobody has asked for it
        assert not other.seen
    finally:
        other.close()


def test_the_next_address_of_a_name_is_tried(server: Server) -> None:
    server.answers["/"] = lambda h: h.say(200, b"here")
    found = fetch(
        f"http://two.example:{server.port}/",
        allow_private=True,
        resolve=lambda *_: ["127.0.0.3", "127.0.0.1"],
    )
    assert found.body == b"here"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://example.org:22/",
        "http://example.org:0/",
        "http://example.org:6667/",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://exa mple.org/",
        "http://example.org/\n",
        "http://example.org\\@example.com/",
        "http://[::1/",
        "http://example.org/" + "x" * 3000,
        "http://" + "a" * 300 + ".example/",
        "http://a..b/",
    ],
)
def test_no_address_to_ask(url: str) -> None:
    with pytest.raises(NetworkError) as caught:
        fetch(url, allow_private=True, resolve=lambda *_: [])
    assert isinstance(caught.value, BadAddress | UnknownHost)
    assert "\n" not in str(caught.value)


def test_a_host_that_is_not_there() -> None:
    with pytest.raises(UnknownHost, match=r"no host 'nowhere\.invalid'"):
        fetch("http://nowhere.invalid/", resolve=_unknown)


def _unknown(*_: object) -> list[str]:
    raise socket.gaierror(-2, "unknown")


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable):
        ask(f"http://127.0.0.1:{port}/")


def test_no_tls_where_https_was_asked_for(server: Server) -> None:
    with pytest.raises(TlsError):
        ask(f"https://127.0.0.1:{server.port}/")


def test_large_bodies_are_cut_off(server: Server) -> None:
    server.answers["/"] = lambda h: h.say(200, b"x" * 300_000)
    found = ask(server.url + "/", limits=Limits(body=1000))
    assert (len(found.body), found.truncated) == (1000, True)
    exact = ask(server.url + "/", limits=Limits(body=300_000))
    assert (len(exact.body), exact.truncated) == (300_000, False)


def test_gzip_is_unpacked(server: Server) -> None:
    two = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 8
    server.answers["/"] = lambda h: h.say(200, two, Content_Encoding="gzip")
    assert ask(server.url + "/").body == b"one two"
    assert server.seen[0][2]["accept-encoding"] == "gzip"


def test_a_gzip_bomb_unfolds_no_further_than_allowed(server: Server) -> None:
    bomb = gzip.compress(b"\0" * 60_000_000, 1)
    server.answers["/"] = lambda h: h.say(200, bomb, Content_Encoding="gzip")
    found = ask(server.url + "/", limits=Limits(body=50_000))
    assert (len(found.body), found.truncated) == (50_000, True)


def test_padding_without_end_behind_gzip_is_cut_off(server: Server) -> None:
    padded = gzip.compress(b"x") + b"\0" * 500_000
    server.answers["/"] = lambda h: h.say(200, padded, Content_Encoding="gzip")
    found = ask(server.url + "/")
    assert (found.body, found.truncated) == (b"x", True)


@pytest.mark.parametrize(
    ("encoding", "body"), [("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"no gzip")]
)
def test_what_cannot_be_unpacked(server: Server, encoding: str, body: bytes) -> None:
    server.answers["/"] = lambda h: h.say(200, body, Content_Encoding=encoding)
    with pytest.raises(BadResponse):
        ask(server.url + "/")


def drip(piece: bytes, head: bytes = b"") -> Answer:
    def answer(handler: Handler) -> None:
        handler.wfile.write(head)
        for _ in range(200):
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize("where", ["head", "body"])
def test_the_whole_takes_no_longer_than_allowed(server: Server, where: str) -> None:
    """A byte now and then keeps every single wait short."""
    head = b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if where == "body" else b"X: ")
    server.answers["/"] = drip(b"x", head)
    start = time.monotonic()
    with pytest.raises(TimedOut, match=r"within 0\.5 seconds"):
        ask(server.url + "/", limits=Limits(seconds=0.5, wait=5))
    assert time.monotonic() - start < 5


def test_silence_is_not_waited_for(server: Server) -> None:
    server.answers["/"] = lambda h: time.sleep(2)
    with pytest.raises(TimedOut, match=r"nothing came for 0\.2 seconds"):
        ask(server.url + "/", limits=Limits(seconds=30, wait=0.2))


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    with pytest.raises(TimedOut):
        fetch(
            "http://slow.example/",
            limits=Limits(seconds=0.2),
            resolve=lambda *_: time.sleep(1) or [],  # type: ignore[func-returns-value]
        )


@pytest.mark.parametrize("said", [b"SSH-2.0-x\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 100])
def test_no_http(server: Server, said: bytes) -> None:
    server.answers["/"] = lambda h: h.wfile.write(said) and None
    with pytest.raises(BadResponse):
        ask(server.url + "/")


def test_a_connection_that_breaks_off(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    server.answers["/"] = answer
    with pytest.raises(NetworkError):
        ask(server.url + "/")


def test_headers_without_end(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000)

    server.answers["/"] = answer
    with pytest.raises(NetworkError):
        ask(server.url + "/")


def test_the_environment_names_no_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/"] = lambda h: h.say(200, b"direct")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert ask(server.url + "/").body == b"direct"


def test_a_proxy_that_was_named(server: Server) -> None:
    server.answers["http://elsewhere.example/x"] = lambda h: h.say(200, b"by proxy")
    found = fetch("http://elsewhere.example/x", proxy=server.url)
    assert found.body == b"by proxy"
    with pytest.raises(ForbiddenAddress):
        fetch("http://127.0.0.1/x", proxy=server.url)
    with pytest.raises(BadAddress):
        fetch("http://elsewhere.example/x", proxy="socks5://127.0.0.1:1")


def test_many_at_once(server: Server) -> None:
    server.answers["/"] = lambda h: h.say(200, b"x")
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(ask(server.url + "/").status))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 12


def test_without_httpx_it_says_what_to_install() -> None:
    code = """
import sys
sys.modules["httpx"] = None
from plainfact.network import MissingLibrary, fetch
try:
    fetch("http://example.org/")
except MissingLibrary as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'plainfact[cite]'" in done.stdout


@settings(max_examples=200, deadline=None)
@given(
    host=st.text(max_size=12),
    rest=st.text(max_size=12),
    scheme=st.sampled_from(["http://", "https://", "http:/", "HTTP://", "http://x@", "//", ""]),
)
def test_any_text_is_asked_or_refused_in_words(host: str, rest: str, scheme: str) -> None:
    with pytest.raises(NetworkError) as caught:
        fetch(f"{scheme}{host}/{rest}", resolve=lambda *_: [])
    assert str(caught.value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(location=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30))
def test_any_redirect_ends_in_words(location: str) -> None:
    with closing(Server()) as server:
        server.answers["/a"] = lambda h: h.say(302, Location=location)
        with suppress(NetworkError):  # and no other kind of error
            ask(server.url + "/a", limits=Limits(redirects=2), resolve=lambda *_: [])
        assert server.seen


def test_names_in_other_scripts(server: Server) -> None:
    server.answers["/"] = lambda h: h.say(200, b"x")
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    found = ask(f"http://новости.example:{server.port}/", resolve=resolve)
    assert found.body == b"x"
    assert asked == ["xn--b1amnebsh.example"]


# -- TLS -------------------------------------------------------------------------------

TLS = """
import sys
from plainfact.network import TlsError, fetch
port = sys.argv[1]
for host in ("safe.example", "other.example"):
    try:
        answer = fetch(
            f"https://{host}:{port}/", allow_private=True, resolve=lambda *_: ["127.0.0.1"]
        )
        print(host, answer.body.decode())
    except TlsError as error:
        print("TlsError", error)
"""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
def test_the_certificate_is_that_of_the_name_not_of_the_number(
    server: Server, tmp_path: Path
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        (
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
            f"-subj /CN=safe.example -addext subjectAltName=DNS:safe.example "
            f"-keyout {key} -out {certificate}"
        ).split(),
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    names: list[str] = []
    context.sni_callback = lambda _, name, __: names.append(name)
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    server.answers["/"] = lambda h: h.say(200, b"trusted")

    def run(**environment: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", TLS, str(server.port)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, **environment},
        ).stdout

    assert run().count("TlsError") == 2
    told = run(SSL_CERT_FILE=str(certificate))
    assert "safe.example trusted" in told
    assert "TlsError 'other.example' cannot prove who it is" in told
    assert names == ["safe.example", "other.example"] * 2
    assert server.seen[0][2]["host"] == f"safe.example:{server.port}"
