"""Where one can sleep beside a hospital."""

from sqlalchemy import select

from app.cases.models import Place
from app.foundation.db import db


def houses_by(hospital: Place) -> list[Place]:
    """The lodgings of the hospital's town that work, the cheapest first."""
    wanted = select(Place).where(Place.kind == "lodging", Place.active).order_by(Place.price_minor, Place.id)
    return [place for place in db.session.scalars(wanted) if same_town(place, hospital)]


def same_town(one: Place, other: Place) -> bool:
    return one.city_name == other.city_name or (one.municipality or "-") == other.municipality
