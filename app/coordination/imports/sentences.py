"""Sentences about rows: the same few thousands of times, translated once each while a sheet is judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from app.foundation import language

_spoken: ContextVar[dict[tuple, str] | None] = ContextVar("spoken", default=None)


@contextmanager
def spoken_once() -> Iterator[None]:
    """Inside, a sentence that was said before is not looked up in the catalogue again: the reader is one."""
    token = _spoken.set({})
    try:
        yield
    finally:
        _spoken.reset(token)


def _(message: str, /, **values: object) -> str:
    """As `app.foundation.language._`."""
    spoken = _spoken.get()
    if spoken is None:
        return language._(message, **values)
    key = (message, *values.values())
    if key not in spoken:
        spoken[key] = language._(message, **values)
    return spoken[key]
