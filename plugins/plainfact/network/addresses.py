"""Which addresses may be asked at all: schemes, ports, and which of the world's numbers."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from plainfact.network.errors import BadAddress

Address = IPv4Address | IPv6Address

WEB_PORTS = (80, 443)
LOWEST_OTHER_PORT = 1024
# Of the higher ports, those that speak something else (WHATWG Fetch, "bad ports").
BAD_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566}
    | {6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}
)
LONGEST = 2_000
"""Characters of an address."""

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # RFC 8215
_IPV4_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, deprecated


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet.

    An IPv4 address that is wrapped in an IPv6 one counts as what is inside.
    """
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        inside = _inside(address)
        if inside is not None:
            return is_public(inside)
        if address in _NAT64_LOCAL or address in _IPV4_COMPATIBLE or address.is_site_local:
            return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_private
        or address.is_link_local
        or address.is_loopback
        or address.is_unspecified
    )


def is_reachable(address: Address) -> bool:
    """Whether an address may be asked where inner networks are allowed: loopback and private
    use too, but never link-local ones (where clouds keep their secrets), groups of machines,
    and addresses without a meaning."""
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        inside = _inside(address)
        if inside is not None:
            return is_reachable(inside)
    if is_public(address) or address.is_loopback:
        return True
    return address.is_private and not (
        address.is_multicast
        or address.is_reserved
        or address.is_link_local
        or address.is_unspecified
        or int(address) == 0xFFFFFFFF  # broadcast
    )


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def checked(url: str) -> None:
    """Refuse an address by its form alone. Raises BadAddress."""
    if len(url) > LONGEST:
        raise BadAddress(f"the address has more than {LONGEST} characters")
    if any(character <= " " or character in "\x7f\\" for character in url):
        raise BadAddress("the address has spaces, control characters or a backslash in it")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise BadAddress(f"this is no address ({error})") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise BadAddress("only http and https addresses are asked")
    if not host:
        raise BadAddress("the address names no host")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("the address has a user name or password in it")
    if port in (None, *WEB_PORTS):
        return
    if port < LOWEST_OTHER_PORT or port in BAD_PORTS:
        raise BadAddress(f"port {port} is none that web pages come from")


def parse(text: str) -> Address | None:
    """An IP address as such; None for a name."""
    try:
        return ip_address(text.strip("[]"))
    except ValueError:
        return None
