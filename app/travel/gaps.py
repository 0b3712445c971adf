"""Why nothing was found, in words: which part of the book is missing.

The causes are tried from the plainest to the subtlest; the later ones by asking again with one rule lifted.
"""

from collections.abc import Callable
from dataclasses import replace

from app.foundation.language import _

from .book import LODGING, Book, Limits

Find = Callable[[Book, object], tuple]


def missing(book: Book, question, find: Find) -> str:
    """A sentence for the person who edits the book. `find` answers a question in a book that is given."""
    return (
        _no_route_at(book, question)
        or _no_chain(book, question)
        or _limits(book, question, find)
        or _full(book, question, find)
        or _closed(book, question, find)
        or _no_bed(book, question, find)
        or _no_departure(book, question)
    )


def _no_route_at(book: Book, question) -> str | None:
    origin, destination = book.places[question.origin], book.places[question.destination]
    if not any(route.origin == origin.code for route in book.routes):
        return _("Falta en el libro una ruta que salga de %(place)s.", place=_named(origin))
    if not any(route.destination == destination.code for route in book.routes):
        return _("Falta en el libro una ruta que llegue a %(place)s.", place=_named(destination))
    return None


def _no_chain(book: Book, question) -> str | None:
    """The places that can be reached at all do not include the destination."""
    reached, fresh = {question.origin}, {question.origin}
    while fresh:
        fresh = {route.destination for route in book.routes if route.origin in fresh} - reached
        reached |= fresh
    if question.destination in reached:
        return None
    return _(
        "Las rutas del libro no unen %(origin)s con %(destination)s: falta un tramo entre ellas.",
        origin=_named(book.places[question.origin]), destination=_named(book.places[question.destination]),
    )  # fmt: skip


def _limits(book: Book, question, find: Find) -> str | None:
    if question.limits == Limits() or not find(book, replace(question, limits=Limits())):
        return None
    return _("Hay camino, pero no dentro de los límites de quien viaja (medios, horas al día, camino de noche).")


def _full(book: Book, question, find: Find) -> str | None:
    if not question.full_houses or not find(book, replace(question, full_houses={})):
        return None
    names = ", ".join(_named(book.places[code]) for code in sorted(question.full_houses))
    return _("No hay cama libre esas noches: falta lugar en %(places)s, u otro hospedaje.", places=names)


def _closed(book: Book, question, find: Find) -> str | None:
    opened = replace(book, routes=tuple(replace(r, alerts=_slower_only(r.alerts)) for r in book.routes))
    journeys = find(opened, question) if any(_closings(route) for route in book.routes) else ()
    if not journeys:
        return None
    shut = [_way(book, leg) for leg in journeys[0].legs if _shut(book, leg)]
    return _("No hay paso por un aviso del libro: %(ways)s.", ways="; ".join(dict.fromkeys(shut)))


def _no_bed(book: Book, question, find: Find) -> str | None:
    """With a bed everywhere there would be a way: the places where a night must be spent have no lodging."""
    places = {code: _with_bed(place) for code, place in book.places.items()}
    journeys = find(replace(book, places=places), replace(question, full_houses={}))
    if not journeys:
        return None
    nights = [stay.place for stay in journeys[0].stays if book.places[stay.place].kind != LODGING]
    names = ", ".join(_named(book.places[code]) for code in dict.fromkeys(nights))
    return _("Falta en el libro dónde pasar la noche en %(places)s, o una salida a otra hora.", places=names)


def _no_departure(book: Book, question) -> str:
    return _(
        "Hay rutas de %(origin)s a %(destination)s, pero ninguna salida alcanza dentro de %(hours)s horas: "
        "faltan horarios o días.",
        origin=_named(book.places[question.origin]), destination=_named(book.places[question.destination]),
        hours=book.settings.horizon_hours,
    )  # fmt: skip


def _with_bed(place):
    return place if place.kind == LODGING else replace(place, kind=LODGING, price_minor=0)


def _slower_only(alerts):
    return tuple(alert for alert in alerts if not alert.closed)


def _closings(route) -> bool:
    return any(alert.closed for alert in route.alerts)


def _shut(book: Book, leg) -> bool:
    """Whether an alert closes every row of the book that could be this leg on its day."""
    same = (leg.origin, leg.destination, leg.mode)
    rows = [r for r in book.routes if (r.origin, r.destination, r.mode) == same]
    day = leg.departs_at.date()
    return any(alert.closed and alert.on(day) for row in rows for alert in row.alerts)


def _way(book: Book, leg) -> str:
    return f"{book.places[leg.origin].name} → {book.places[leg.destination].name}"


def _named(place) -> str:
    return f"{place.name} ({place.code})"
