"""Why an address could not be fetched, in words for whoever asked for it."""

from __future__ import annotations


class NetworkError(Exception):
    """An address that was not fetched. Its text is one plain sentence without a full stop."""


class MissingLibrary(NetworkError):
    """What speaks HTTP is not installed: it stands behind the extras `cite` and `links`."""


class BadAddress(NetworkError):
    """No address that may be asked: not http or https, a password in it, a strange port."""


class ForbiddenAddress(NetworkError):
    """The host lies inside a network: loopback, private use, link-local and the like."""


class TooManyRedirects(NetworkError):
    """One redirect led to the next, more often than allowed."""


class TimedOut(NetworkError):
    """It took longer than allowed, all redirects together."""


class Unreachable(NetworkError):
    """No connection, or one that broke off."""


class UnknownHost(Unreachable):
    """The host's name leads nowhere."""


class TlsError(Unreachable):
    """The server cannot prove who it is, or offers no safe connection."""


class BadResponse(NetworkError):
    """What came back is no HTTP, or encoded in a way that was not asked for."""
