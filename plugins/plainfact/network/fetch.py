"""One address → what it answers, within bounds."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import TYPE_CHECKING

from plainfact.network.addresses import Address, checked, is_public, is_reachable
from plainfact.network.errors import (
    BadAddress,
    BadResponse,
    MissingLibrary,
    NetworkError,
    TimedOut,
    TlsError,
    TooManyRedirects,
    Unreachable,
)

if TYPE_CHECKING:
    import httpx

REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may cost."""

    seconds: float = 30.0
    """For everything: names, connections, redirects, and the whole body."""
    wait: float = 10.0
    """Seconds without a byte after which it is given up."""
    body: int = 10_000_000
    """Bytes of the body, unpacked. More is cut off, and said to be."""
    redirects: int = 8


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect: the address that was asked, and the status that it answered with."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Response:
    """What an address answered.

    `url` is where the answer came from, after redirects; `history` are these, the first
    first. Names of `headers` are in small letters. `truncated`: the body is longer.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    truncated: bool = False
    history: tuple[Hop, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type, in small letters and without parameters: `text/html`."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def user_agent() -> str:
    """How this program introduces itself; some servers turn away what names no browser."""
    try:
        number = version("plainfact")
    except PackageNotFoundError:
        number = "0"
    return f"Mozilla/5.0 (compatible; plainfact/{number})"


def fetch(
    url: str,
    *,
    method: str = "GET",
    limits: Limits = DEFAULT_LIMITS,
    allow_private: bool = False,
    headers: Mapping[str, str] | None = None,
    proxy: str = "",
    permit: Callable[[Address], bool] | None = None,
    resolve: Callable[[str, int], list[str]] | None = None,
) -> Response:
    """Ask one address, and the addresses that it redirects to.

    Any status is an answer, 404 and 500 too. `allow_private` admits loopback and private
    networks; `permit` replaces that choice, and `resolve` how names become addresses.
    Proxies are never taken from the environment: `proxy` names one, as
    `http://proxy.example:3128`.

    Raises NetworkError, of which `errors` has the kinds.
    """
    try:
        import httpcore
        import httpx

        from plainfact.network.transport import Deadline, Transport, system_resolver
    except ImportError as error:
        raise MissingLibrary(
            "this needs httpx, which is not installed: pip install 'plainfact[cite]'"
        ) from error
    if proxy and not proxy.lower().startswith(("http://", "https://")):
        raise BadAddress("a proxy is named as http://HOST:PORT")
    deadline = Deadline(limits.seconds)
    permitted = permit or (is_reachable if allow_private else is_public)
    asked = {
        "User-Agent": user_agent(),
        "Accept": "*/*",
        **(headers or {}),
        "Accept-Encoding": "gzip",  # what can be unpacked within bounds
    }
    history: list[Hop] = []
    with (
        Transport(permitted, resolve or system_resolver, deadline, proxy) as transport,
        httpx.Client(
            transport=transport, headers=asked, timeout=limits.wait, trust_env=False
        ) as client,
    ):
        while True:
            checked(url)
            try:
                request = client.build_request(method, url)
                if request.url.userinfo:
                    raise BadAddress("the address has a user name or password in it")
                answer = client.send(request, stream=True, follow_redirects=False)
                with closing(answer):
                    target = _redirect(answer)
                    if not target:
                        return _response(answer, method, limits, tuple(history))
            except NetworkError:
                raise
            except (httpx.InvalidURL, UnicodeError) as error:
                raise BadAddress(f"this is no address ({error})") from error
            except (httpcore.TimeoutException, httpx.TimeoutException) as error:
                deadline.within(None)  # says so where it is that
                raise TimedOut(f"nothing came for {limits.wait:g} seconds") from error
            except (httpcore.ProtocolError, httpx.ProtocolError) as error:
                raise BadResponse(f"what came back is no proper HTTP ({error})") from error
            except (httpcore.NetworkError, httpcore.ProxyError, httpx.TransportError) as error:
                raise _unreachable(error, request.url.host) from error
            history.append(Hop(url, answer.status_code))
            if len(history) > limits.redirects:
                raise TooManyRedirects(f"more than {limits.redirects} redirects")
            url = _joined(request.url, target)


def _redirect(answer: httpx.Response) -> str:
    return answer.headers.get("location", "").strip() if answer.status_code in REDIRECTS else ""


def _joined(url: httpx.URL, target: str) -> str:
    try:
        return str(url.join(target))
    except Exception as error:  # httpx.InvalidURL, and what else strange text makes of it
        raise BadAddress("it redirects to what is no address") from error


def _response(
    answer: httpx.Response, method: str, limits: Limits, history: tuple[Hop, ...]
) -> Response:
    headers = MappingProxyType({name.lower(): value for name, value in answer.headers.items()})
    body, truncated = b"", False
    if method != "HEAD":
        body, truncated = _body(
            answer.iter_raw(), answer.headers.get("content-encoding", ""), limits.body
        )
    return Response(str(answer.url), answer.status_code, headers, body, truncated, history)


def _body(chunks: Iterable[bytes], encoding: str, limit: int) -> tuple[bytes, bool]:
    """The unpacked body, and whether there was more of it than `limit`."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    packed = [name for name in names if name != "identity"]
    if packed and packed not in (["gzip"], ["x-gzip"]):
        raise BadResponse(f"the answer is packed in a way not asked for ({encoding[:40]})")
    body = bytearray()
    unpack = _unpacker() if packed else None
    came = 0
    for chunk in chunks:
        came += len(chunk)
        body += unpack(chunk, limit + 1 - len(body)) if unpack else chunk
        if len(body) > limit or came > limit:
            return bytes(body[:limit]), True
    return bytes(body), False


def _unpacker() -> Callable[[bytes, int], bytes]:
    """gzip (RFC 1952), several members too; never more than asked for at a time."""
    state = zlib.decompressobj(wbits=31)

    def unpack(chunk: bytes, most: int) -> bytes:
        nonlocal state
        out = b""
        try:
            while chunk and len(out) < most:
                out += state.decompress(chunk, most - len(out))
                chunk = state.unconsumed_tail
                if state.eof:
                    chunk = state.unused_data
                    if chunk[:2] != b"\x1f\x8b":  # padding behind the last member
                        break
                    state = zlib.decompressobj(wbits=31)
        except zlib.error as error:
            raise BadResponse(f"the answer cannot be unpacked ({error})") from error
        return out

    return unpack


def _unreachable(error: Exception, host: str) -> Unreachable:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            why = getattr(cause, "verify_message", "") or cause.reason or "no safe connection"
            return TlsError(f"'{host}' cannot prove who it is ({why})")
        cause = cause.__cause__ or cause.__context__
    return Unreachable(f"no connection to '{host}' ({str(error) or type(error).__name__})")
