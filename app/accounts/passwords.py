"""Passwords are kept as argon2id hashes; how dear a hash is, the factory says once."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_hasher = PasswordHasher()  # the library's own defaults: RFC 9106, low memory


def configure(**cost: int) -> None:
    """`time_cost`, `memory_cost` (KiB), `parallelism`: what is not given stays the library's default."""
    global _hasher
    _hasher = PasswordHasher(**cost)
    _nobodys.cache_clear()


def hashed(password: str) -> str:
    return _hasher.hash(password)


def fit(password: str, kept: str | None) -> bool:
    """Whether this is the password. Takes as long for an unknown address (`kept` None) as for a known one."""
    try:
        return _hasher.verify(kept or _nobodys(), password) and kept is not None
    except VerifyMismatchError:
        return False


@cache
def _nobodys() -> str:
    return hashed("nobody signs in with this")
