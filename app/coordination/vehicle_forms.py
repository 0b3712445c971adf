"""What people type about a vehicle."""

from collections.abc import Mapping

from wtforms import BooleanField, IntegerField, SelectField, StringField, SubmitField
from wtforms.validators import Length, NumberRange

from app.cases import queries as cases
from app.foundation.forms import Form, MoneyField, Required, choices
from app.foundation.language import _l
from app.travel.models import Vehicle
from app.travel.queries import Choices

MOST_DETOUR = 240


class VehicleForm(Form):
    name = StringField(_l("Cómo le dicen"), [Required(), Length(max=60)])
    plate = StringField(_l("Placas"), [Length(max=12)])
    seats = IntegerField(
        _l("Lugares, sin el chofer"), [NumberRange(min=1, max=60, message=_l("Escriba cuántos caben, de 1 a 60."))]
    )
    home = SelectField(_l("Dónde duerme"))
    per_km = MoneyField(_l("Cuánto cuesta el kilómetro"), [Required()], allow_zero=True)
    driver_name = StringField(_l("Chofer"), [Required(), Length(max=80)])
    driver_phone = StringField(_l("Teléfono del chofer"), [Length(max=40)])
    active = BooleanField(_l("En servicio"), default=True)
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, vehicle: Vehicle | None) -> "VehicleForm":
        form = cls(obj=vehicle)
        form.home.choices = choices((place.code, place.name) for place in cases.places())
        if vehicle is not None and not form.is_submitted():
            form.home.data = vehicle.home.code
        return form

    def told(self) -> dict[str, object]:
        """What operations.save_vehicle takes."""
        told = {name: self[name].data for name in ("name", "seats", "per_km", "driver_name", "active")}
        told |= {name: self[name].data or "" for name in ("plate", "driver_phone")}
        return told | {"home": cases.place_or_404(self.home.data)}


def told_choices(told: Mapping[str, str]) -> Choices:
    """`trip-7=3`: that family in that vehicle; `trip-7=0`: not with us; `detour=45`. What is no number is not told."""
    trips = {name.removeprefix("trip-"): value for name, value in told.items() if name.startswith("trip-")}
    chosen = {int(trip): int(value) for trip, value in trips.items() if trip.isdecimal() and value.isdecimal()}
    detour = told.get("detour", "")
    return Choices(chosen, min(int(detour), MOST_DETOUR)) if detour.isdecimal() else Choices(chosen)
