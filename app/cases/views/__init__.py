"""Pages of `cases`: referring, people, the parts of a case, the day's work, the directory."""

from . import access, acompanantes, cases, companions, directory, people, phones, referral, work
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = [
    "BLUEPRINTS", "access", "acompanantes", "cases", "companions", "directory", "people", "phones", "referral", "work",
]  # fmt: skip
