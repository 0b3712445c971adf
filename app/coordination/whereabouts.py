"""How a hospital, house or clinic is named on what leaves the building: sheets and calendars (P9)."""

from app.cases.models import Place


def whereabouts(place: Place, restricted: bool) -> str:
    """`Hospital Gómez Maza, Tuxtla`; the city alone where the case is restricted or the place reveals."""
    if restricted or place.reveals:
        return place.city_name
    return place.name if place.city_name in place.name else f"{place.name}, {place.city_name}"
