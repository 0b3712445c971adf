"""What people type about a vehicle, its days, and who goes in it."""

from collections.abc import Mapping

from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases import queries as cases
from app.cases.models import Case
from app.foundation.forms import DayField, Form, MoneyField, Required, choices
from app.foundation.language import _l
from app.travel.models import Vehicle
from app.travel.queries import Choices
from app.travel.timetable import DAYS, parse_days
from app.travel.vehicle_days import OUT_NAMES

MOST_DETOUR = 240
WEEKDAYS = dict(zip(DAYS, (_l("lun"), _l("mar"), _l("mié"), _l("jue"), _l("vie"), _l("sáb"), _l("dom")), strict=True))
MOST = NumberRange(min=0, max=20, message=_l("De 0 a 20."))


class VehicleForm(Form):
    name = StringField(_l("Cómo le dicen"), [Required(), Length(max=60)])
    plate = StringField(_l("Placas"), [Length(max=12)])
    seats = IntegerField(
        _l("Lugares, sin el chofer"), [NumberRange(min=1, max=60, message=_l("Escriba cuántos caben, de 1 a 60."))]
    )
    chairs = IntegerField(
        _l("Cuántos caben en su silla de ruedas"), [InputRequired(_l("Escriba 0 si no cabe ninguna silla.")), MOST],
        default=0,
    )  # fmt: skip
    chair_seats = IntegerField(
        _l("Lugares que quita cada silla de ruedas"), [InputRequired(_l("Escriba cuántos lugares.")), MOST], default=1,
        description=_l("De los de arriba; 0 si la silla tiene su espacio aparte."),
    )  # fmt: skip
    days = SelectMultipleField(
        _l("Qué días sale"), [InputRequired(_l("Escoja por lo menos un día, o quite «En servicio»."))],
        choices=choices(WEEKDAYS), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    home = SelectField(_l("Dónde duerme"))
    per_km = MoneyField(
        _l("Cuánto cuesta el kilómetro"), [Required()], allow_zero=True,
        description=_l("Cuenta los días en que no hay tarifa «Vehículo del programa, por km»."),
    )  # fmt: skip
    driver_name = StringField(_l("Chofer"), [Required(), Length(max=80)])
    driver_phone = StringField(_l("Teléfono del chofer"), [Length(max=40)])
    active = BooleanField(_l("En servicio"), default=True)
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, vehicle: Vehicle | None) -> "VehicleForm":
        return cls(obj=vehicle)._standing(vehicle, told=True)

    @classmethod
    def standing(cls, vehicle: Vehicle) -> "VehicleForm":
        """As it is kept, beside another form that was sent."""
        return cls(None, obj=vehicle)._standing(vehicle, told=False)

    def _standing(self, vehicle: Vehicle | None, told: bool) -> "VehicleForm":
        self.home.choices = choices((place.code, place.name) for place in cases.places())
        if not told or not self.is_submitted():
            self.days.data = [DAYS[n] for n in sorted(parse_days(vehicle.days if vehicle else "daily"))]
            self.home.data = vehicle.home.code if vehicle else None
        return self

    def told(self) -> dict[str, object]:
        """What operations.save_vehicle takes."""
        names = ("name", "seats", "chairs", "chair_seats", "per_km", "driver_name", "active")
        told = {name: self[name].data for name in names}
        told["days"] = "daily" if len(self.days.data) == len(DAYS) else ";".join(self.days.data)
        told |= {name: self[name].data or "" for name in ("plate", "driver_phone")}
        return told | {"home": cases.place_or_404(self.home.data)}


class OutForm(Form):
    """Days on which it does not go out."""

    reason = SelectField(_l("Por qué"), choices=choices(OUT_NAMES))
    starts_on = DayField(_l("Desde"), [Required()])
    ends_on = DayField(_l("Hasta"), description=_l("Vacío: hasta que alguien diga que ya sale otra vez."))
    note = StringField(_l("Nota"), [Length(max=120)])
    submit = SubmitField(_l("Anotar"))

    def told(self) -> dict[str, object]:
        """What operations.take_out takes."""
        return {name: self[name].data for name in ("reason", "starts_on", "ends_on")} | {"note": self.note.data or ""}


class ApartForm(Form):
    """Two of a day's families, and why they do not go in one vehicle."""

    one = SelectField(_l("Familia"))
    other = SelectField(_l("No va junto con"))
    reason = StringField(
        _l("Por qué"), [Required(), Length(max=200)],
        description=_l("Lo lee quien puede abrir los dos casos; el chofer no."),
    )  # fmt: skip
    submit = SubmitField(_l("Que no vayan juntas"))

    @classmethod
    def of(cls, families: Mapping[int, Case], openable: set[int]) -> "ApartForm":
        """`families`: those of the day, by the case's id."""
        form = cls(prefix="apart-")
        named = [
            (str(case.id), f"{case.patient.full_name} · {case.number}" if case.id in openable else case.number)
            for case in families.values()
        ]
        form.one.choices = form.other.choices = choices(named, blank=_l("(escoja)"))
        return form


def told_choices(told: Mapping[str, str]) -> Choices:
    """`trip-7=3`: that family in that vehicle; `trip-7=0`: not with us; `detour=45`. What is no number is not told."""
    trips = {name.removeprefix("trip-"): value for name, value in told.items() if name.startswith("trip-")}
    chosen = {int(trip): int(value) for trip, value in trips.items() if trip.isdecimal() and value.isdecimal()}
    detour = told.get("detour", "")
    return Choices(chosen, min(int(detour), MOST_DETOUR)) if detour.isdecimal() else Choices(chosen)
