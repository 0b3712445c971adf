"""What people tell about the road: where, from when until when, and what changes."""

from wtforms import RadioField, StringField
from wtforms.validators import Optional

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.forms import choices
from app.foundation.language import _, _l
from app.travel import queries as travel
from app.travel.forms import AlertForm
from app.travel.models import Route
from app.travel.rules import MODE_NAMES


class NoticeForm(AlertForm):
    """An alert on one route, on all of a place, or on all between two places, both ways."""

    where = RadioField(_l("En qué rutas"), [Optional()])
    place = StringField(_l("Lugar (clave o nombre)"), description=_l("Todas las rutas que salen de ahí o llegan ahí."))
    other = StringField(_l("Y este otro, si es sólo entre dos"))

    @classmethod
    def on(cls, route: Route | None):
        """`route`: the one that it was opened from, if any."""
        form = cls()
        if route is None:
            form.where.choices = choices([("named", "")])
        else:
            form.where.choices = choices(_wheres(route))
        if not form.is_submitted():
            form.starts_on.data = form.ends_on.data = clock.today()
            form.where.data = "route" if route else "named"
        return form

    def roads(self, route: Route | None) -> tuple[list[Route], str]:
        """The routes that it is about, and where that is in words. Refused, beside its field: an unknown place."""
        if route is not None and self.where.data in (None, "", "route"):
            return [route], told(route)
        if route is not None and self.where.data == "between":
            return _between(route.origin, route.destination)
        if route is not None:
            return _around(route.origin if self.where.data == "origin" else route.destination)
        place = _place(self.place)
        return _between(place, _place(self.other)) if self.other.data else _around(place)


def told(route: Route) -> str:
    """`Salvador Urbina → Jaltenango · camioneta pasajera`."""
    return f"{route.origin.name} → {route.destination.name} · {MODE_NAMES[route.mode]}"


def _wheres(route: Route) -> list[tuple[str, str]]:
    start, end = route.origin.name, route.destination.name
    return [
        ("route", _("Sólo en esta: %(route)s", route=told(route))),
        ("between", _("En todas entre %(start)s y %(end)s, de ida y de vuelta", start=start, end=end)),
        ("origin", _("En todas las de %(place)s", place=start)),
        ("destination", _("En todas las de %(place)s", place=end)),
    ]


def _between(start, end) -> tuple[list[Route], str]:
    return travel.routes_about(start.id, end.id), _("entre %(start)s y %(end)s", start=start.name, end=end.name)


def _around(place) -> tuple[list[Route], str]:
    return travel.routes_about(place.id), _("todas las rutas de %(place)s", place=place.name)


def _place(field):
    found = cases.place_by_code_or_name(field.data or "")
    if found is None:
        raise Refused(_("Ese lugar no está en la lista: escríbalo como en el libro, o su clave."), field.name)
    return found
