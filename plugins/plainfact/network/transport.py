"""Connections that go to the very address that was checked, and end at a deadline.

httpx sends and parses; the connections under it are made here. A name is resolved once, every
address that it has is checked, and the connection is made to one of these: a server of names
that answers otherwise the second time is never asked a second time. Host header, SNI and
the certificate's check keep the name.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import httpcore
import httpx

from plainfact.network.addresses import Address, parse
from plainfact.network.errors import ForbiddenAddress, TimedOut, UnknownHost

Permit = Callable[[Address], bool]
Resolve = Callable[[str, int], list[str]]


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that the operating system has for a name. OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def tls() -> ssl.SSLContext:
    """What is asked of servers' certificates; costly to make, and the same for all.

    `SSL_CERT_FILE` and `SSL_CERT_DIR` name further authorities, as with other programs.
    """
    return httpx.create_ssl_context()


class Deadline:
    """A moment after which nothing is waited for any more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def within(self, timeout: float | None) -> float:
        """What is left, at most `timeout`. Raises TimedOut where nothing is."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left if timeout is None else min(left, timeout)

    def passed(self) -> TimedOut:
        """What there is to say when it has come."""
        return TimedOut(f"no full answer within {self.seconds:g} seconds")


class _Stream(httpcore.NetworkStream):
    """A connection each of whose steps ends at the deadline, so that all together do."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        timeout = self._deadline.within(timeout)
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, timeout), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Resolves, checks, and connects to what was checked."""

    def __init__(self, permit: Permit, resolve: Resolve, deadline: Deadline) -> None:
        self._permit = permit
        self._resolve = resolve
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses(host, port)
        for index, address in enumerate(addresses):
            left = self._deadline.within(timeout)
            try:
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if index == len(addresses) - 1:
                    raise
        raise UnknownHost(f"there is no host '{host}'")

    def _addresses(self, host: str, port: int) -> list[str]:
        literal = parse(host)
        found = [str(literal)] if literal is not None else self._resolved(host, port)
        for each in found:
            address = parse(each)
            if address is None or not self._permit(address):
                raise ForbiddenAddress(
                    f"'{host}' lies inside a network ({each}), not on the public internet"
                )
        return found

    def _resolved(self, host: str, port: int) -> list[str]:
        """Asked in a thread of its own: the system's resolver knows no timeout."""
        answer: list[list[str]] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except (OSError, UnicodeError):
                answer.append([])

        thread = threading.Thread(target=ask, daemon=True, name="plainfact-resolve")
        thread.start()
        thread.join(self._deadline.within(None))
        if not answer:
            raise self._deadline.passed()
        if not answer[0]:
            raise UnknownHost(f"there is no host '{host}'")
        return answer[0]


class _Body(httpx.SyncByteStream):
    """A response's bytes, as they come."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class Transport(httpx.BaseTransport):
    """httpx over such connections; with a proxy, all of them go to it alone.

    A proxy resolves names by itself, so only addresses written as numbers can be checked
    before it is asked: the rest is the proxy's business.
    """

    def __init__(
        self, permit: Permit, resolve: Resolve, deadline: Deadline, proxy: str = ""
    ) -> None:
        self._permit = permit
        self._proxied = bool(proxy)
        self._pool: httpcore.ConnectionPool
        if proxy:
            backend = _Backend(lambda _: True, resolve, deadline)
            address = httpx.Proxy(proxy)
            url = address.url
            self._pool = httpcore.HTTPProxy(
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                proxy_auth=address.raw_auth,
                ssl_context=tls(),
                proxy_ssl_context=tls() if url.scheme == "https" else None,
                network_backend=backend,
            )
        else:
            backend = _Backend(permit, resolve, deadline)
            self._pool = httpcore.ConnectionPool(ssl_context=tls(), network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        literal = parse(url.host)
        if self._proxied and literal is not None and not self._permit(literal):
            raise ForbiddenAddress(f"'{url.host}' lies inside a network")
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()
