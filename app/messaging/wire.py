"""The wire to Twilio: what their own client lacks. It has timeouts, keeps numbers out of the log, and looks once
more, after connecting and right before a text's body leaves, whether it still may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from requests import Response, Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

TIMEOUTS = (5.0, 10.0)
"""Seconds to connect, and to wait for an answer: together well under the lease of a message (60)."""
AT_ONCE = 64


class Stale(Exception):
    """The worker woke up too late: the body was kept back, so nothing was sent."""


@dataclass
class Exchange:
    """One text on the wire. `begun`: its body may have left; a request without its body is no request.
    `retry_after`: the seconds that the carrier asked us to wait."""

    may_leave: Callable[[], bool]
    begun: bool = False
    retry_after: int = 0


_exchange: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


@contextmanager
def exchange(may_leave: Callable[[], bool]) -> Iterator[Exchange]:
    """Whatever this thread sends inside belongs to one text; `may_leave` is asked at the last moment."""
    current = Exchange(may_leave)
    token = _exchange.set(current)
    try:
        yield current
    finally:
        _exchange.reset(token)


class LastLook:
    """A connection that asks between the head of a request and its body."""

    def endheaders(self, *body, **options) -> None:
        super().endheaders(*body, **options)
        current = _exchange.get()
        if current is None:
            return
        if not current.may_leave():
            raise Stale
        current.begun = True


class Connection(LastLook, HTTPConnection):
    """Over HTTP: a conformance server."""


class SecureConnection(LastLook, HTTPSConnection):
    """Over HTTPS."""


class Pool(HTTPConnectionPool):
    ConnectionCls = Connection


class SecurePool(HTTPSConnectionPool):
    ConnectionCls = SecureConnection


class Adapter(HTTPAdapter):
    """Requests' own, with our connections."""

    def init_poolmanager(self, *sizes, **options) -> None:
        super().init_poolmanager(*sizes, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}


class Wire:
    """What twilio.rest.Client sends through (its `http_client`). Nothing is tried twice here."""

    def __init__(self, timeouts: tuple[float, float] = TIMEOUTS):
        self.timeouts = timeouts
        self.session = Session()
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, Adapter(pool_maxsize=AT_ONCE))

    def request(self, method: str, url: str, *, timeout=None, allow_redirects=False, **request) -> Response:
        """Their signature; `timeout` is ours."""
        answer = self.session.request(method, url, timeout=self.timeouts, allow_redirects=False, **request)
        current, asked = _exchange.get(), answer.headers.get("Retry-After", "")
        if current is not None and asked.isdecimal():
            current.retry_after = int(asked)
        return answer
