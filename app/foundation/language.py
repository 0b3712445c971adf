"""Words for people: gettext that also works where no request is running.

The catalogue's source language is Spanish (es_MX): see docs/decisions. `_` translates now, `_l` when shown.
Both take named values: `_("Faltan %(count)s papeles.", count=2)`.
"""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext, ngettext


def _(message: str, /, **values: object) -> str:
    """The sentence in the reader's language; in Spanish where nobody is reading yet (a rule, a job)."""
    return gettext(message, **values)


def listed(names: Sequence[str]) -> str:
    """`lunes, martes y jueves`; of none, nothing."""
    return _(" y ").join([*filter(None, [", ".join(names[:-1])]), *names[-1:]])


_l = lazy_gettext
__all__ = ["_", "_l", "listed", "ngettext"]
