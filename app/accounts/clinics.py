"""Which clinics there are is known on a floor above; the roof says here how to ask, once, when the program starts."""

from collections.abc import Callable, Collection

from app.foundation.errors import Refused
from app.foundation.language import _

_readers: list[Callable[[], Collection[str]]] = []


def known_by(codes: Callable[[], Collection[str]]) -> None:
    """`codes` gives the codes of the book's clinics."""
    _readers[:] = [codes]


def check_clinic(code: str | None) -> None:
    """Refused: a code that is no clinic's. A book without clinics, as on the first day, refuses none."""
    known = _readers[0]() if _readers and code else ()
    if known and code not in known:
        raise Refused(_("No hay ninguna clínica «%(code)s» en el libro.", code=code), "clinic_code")
