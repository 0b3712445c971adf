"""What people type about routes, alerts, rides and beds."""

from datetime import timedelta

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, SubmitField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from app.cases import queries as cases
from app.foundation.errors import Refused
from app.foundation.forms import DayField, DegreesField, Form, LocalTimeField, MoneyField, Required, choices
from app.foundation.language import _, _l
from app.foundation.money import Money

from .queries.on_site import same_town
from .rules import MODE_NAMES
from .spoken_times import days_code, days_in_words, departures_code, departures_in_words
from .timetable import parse_days, parse_departures

ONE_HOUR = timedelta(hours=1)
MODE_CHOICES = list(MODE_NAMES.items())
AT_LEAST_ONE = NumberRange(min=1, max=10_000, message=_l("De 1 a 10,000 minutos."))
NOT_BELOW_ZERO = NumberRange(min=0, max=10_000, message=_l("De 0 a 10,000."))
LATITUDE = NumberRange(min=-90, max=90, message=_l("La latitud va de -90 a 90; en Chiapas, cerca de 16."))
LONGITUDE = NumberRange(min=-180, max=180, message=_l("La longitud va de -180 a 180; en Chiapas, cerca de -92."))


class SpokenField(StringField):
    """The book's code, typed and shown as people say it; what was typed and is wrong is shown as it was typed."""

    def __init__(self, *args, to_code, in_words, **more):
        super().__init__(*args, **more)
        self.to_code, self.in_words = to_code, in_words

    def process_formdata(self, valuelist):
        if valuelist:
            self.data = self.to_code(valuelist[0])

    def _value(self):
        return self.raw_data[0] if self.raw_data else self.in_words(self.data) if self.data else ""


class RouteForm(Form):
    """A row of the book; the two places and the mode are its key and are not edited."""

    fare = MoneyField(_l("Pasaje por persona (pesos)"), [Required()], allow_zero=True)
    minutes_dry = IntegerField(_l("Minutos en secas"), [Required(), AT_LEAST_ONE])
    minutes_rain = IntegerField(_l("Minutos en lluvias"), [Required(), AT_LEAST_ONE])
    departures = SpokenField(
        _l("Salidas"), [Required(), Length(max=300)], to_code=departures_code, in_words=departures_in_words,
        description=_l("05:30, 07:00 · 05:30-17:00 cada 60 min · a cualquier hora"),
    )  # fmt: skip
    days = SpokenField(
        _l("Días"), [Required(), Length(max=40)], to_code=days_code, in_words=days_in_words, default="daily",
        description=_l("diario, o lun, mié, vie"),
    )  # fmt: skip
    safe_after_dark = BooleanField(_l("Es seguro de noche"))
    active = BooleanField(_l("Corre actualmente"), default=True)
    submit = SubmitField(_l("Guardar ruta"))

    def validate_departures(self, field):
        _readable(parse_departures, field)

    def validate_days(self, field):
        _readable(parse_days, field)

    def typed(self) -> dict[str, object]:
        """The fields of operations.save_route."""
        names = ("fare", "minutes_dry", "minutes_rain", "departures", "days", "safe_after_dark", "active")
        return {name: self[name].data for name in names}


class NewRouteForm(RouteForm):
    from_place = StringField(_l("De (clave o nombre)"), [Required()])
    to_place = StringField(_l("A (clave o nombre)"), [Required()])
    mode = SelectField(_l("Medio"), choices=MODE_CHOICES)


class PointForm(Form):
    """Where a place is. `nowhere`: it is taken off the map, as it was before somebody put it there."""

    latitude = DegreesField(_l("Latitud"), [Optional(), LATITUDE], places=5)
    longitude = DegreesField(_l("Longitud"), [Optional(), LONGITUDE], places=5)
    nowhere = HiddenField()

    def point(self) -> tuple[float | None, float | None]:
        typed = self.latitude.data, self.longitude.data
        if not self.nowhere.data and None in typed:
            raise Refused(_("Escriba latitud y longitud, las dos."), "latitude")
        return (None, None) if self.nowhere.data else (float(typed[0]), float(typed[1]))


class AlertForm(Form):
    starts_on = DayField(_l("Desde el"), [Required()])
    ends_on = DayField(_l("Hasta el"), [Required()])
    closed = BooleanField(_l("No hay paso"))
    extra_minutes = IntegerField(_l("Minutos de más"), [Optional(), NOT_BELOW_ZERO])
    extra_fare = MoneyField(_l("Pasaje de más (pesos)"), allow_zero=True)
    reason = StringField(_l("Qué pasó"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Poner aviso"))

    def typed(self) -> dict[str, object]:
        """The fields of operations.add_alert."""
        return {
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "reason": self.reason.data,
            "closed": self.closed.data,
            "extra_minutes": self.extra_minutes.data or 0,
            "extra_fare": self.extra_fare.data or Money.zero(),
        }


class LegForm(Form):
    """One ride as a person knows it to be."""

    departs_at = LocalTimeField(_l("Sale"), [Required()])
    arrives_at = LocalTimeField(_l("Llega"), [Required()])
    mode = SelectField(_l("Medio"), choices=MODE_CHOICES)
    fare = MoneyField(_l("Pasaje completo por persona (pesos)"), [Required()], allow_zero=True)
    meeting_point = StringField(_l("Punto de salida"), [Length(max=120)])
    driver = StringField(_l("Con quién va (chofer)"), [Length(max=80)])
    note = StringField(_l("Nota"), [Length(max=200)])
    look = SubmitField(_l("Ver qué cambia"))
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, leg):
        """Filled with the ride as it stands; what was typed wins."""
        names = ("departs_at", "arrives_at", "mode", "meeting_point", "driver", "note")
        full = max((seat.fare for seat in leg.seats if seat.traveller.fare_class == "full"), default=Money.zero())
        return cls(data={name: getattr(leg, name) for name in names} | {"fare": full})

    def corrected(self) -> dict[str, object]:
        """The changes of operations.correct_leg."""
        names = ("departs_at", "arrives_at", "mode", "fare", "meeting_point", "driver", "note")
        return {name: self[name].data for name in names}


class AddLegForm(LegForm):
    """A ride more: behind which, and to where; at the beginning, from where."""

    after = SelectField(_l("Después de cuál"), coerce=int)
    place = StringField(
        _l("A dónde (clave o nombre del lugar)"), [Required()],
        description=_l("Si va al principio: de dónde sale."),
    )  # fmt: skip
    joined = BooleanField(_l("El tramo siguiente sale de ese lugar"))

    @classmethod
    def of(cls, trip, after: int):
        """`after`: the ride that was clicked; hours are guessed from its arrival."""
        clicked = next((leg for leg in trip.legs if leg.id == after), None)
        start = clicked.arrives_at if clicked else trip.legs[0].departs_at - ONE_HOUR
        form = cls(data={"after": after, "departs_at": start, "arrives_at": start + ONE_HOUR, "fare": Money.zero()})
        behind = [(leg.id, f"{leg.origin.name} → {leg.destination.name}") for leg in trip.legs]
        form.after.choices = choices([(0, _l("al principio")), *behind])
        return form

    def behind(self, trip):
        return next((leg for leg in trip.legs if leg.id == self.after.data), None)

    def named_place(self):
        """Refused beside the field: no such place."""
        found = cases.place_by_code_or_name(self.place.data)
        if found is None:
            raise Refused(_("No hay un lugar «%(text)s»: escriba su clave o su nombre.", text=self.place.data), "place")
        return found

    def told(self) -> dict[str, object]:
        """What operations.add_leg takes besides the places."""
        return self.corrected()


class RemoveLegForm(Form):
    joined = BooleanField(_l("El tramo siguiente sale de donde salía éste"))
    look = SubmitField(_l("Ver qué cambia"))
    submit = SubmitField(_l("Quitar el tramo"))


class ChangeStayForm(Form):
    """Another house of the town, or other nights."""

    house = SelectField(_l("Dónde"), coerce=int)
    nights = IntegerField(_l("Noches"), [Required(), NumberRange(min=1, max=60, message=_l("De 1 a 60 noches."))])
    look = SubmitField(_l("Ver qué cambia"))
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, stay):
        form = cls(data={"house": stay.place_id, "nights": stay.nights})
        form.houses = {
            one.id: one for one in cases.places("lodging") if same_town(one, stay.place)
        } | {stay.place_id: stay.place}  # fmt: skip
        form.house.choices = choices((one.id, one.name) for one in form.houses.values())
        return form

    def chosen_house(self):
        return self.houses[self.house.data]


class StayForm(Form):
    confirmed_with = StringField(_l("Quién confirmó en el hospedaje"), [Required(), Length(max=120)])
    submit = SubmitField(_l("Confirmar cama"))


class FilterForm(Form):
    """The book's filters; read from the address, so that a list can be sent to somebody."""

    class Meta(Form.Meta):
        csrf = False

    place = StringField(_l("Lugar"))
    mode = SelectField(_l("Medio"), choices=[("", _l("todos")), *MODE_CHOICES])
    only = SelectField(
        _l("Cuáles"),
        choices=[("", _l("todas")), ("alerts", _l("con aviso")), ("inactive", _l("las que ya no corren"))],
    )

    def wanted(self) -> dict[str, str]:
        """What queries.route_page takes; a value that is not offered is none."""
        return {
            "place": self.place.data or "",
            "mode": self.mode.data if self.mode.data in MODE_NAMES else "",
            "only": self.only.data or "",
        }


def _readable(parse, field) -> None:
    try:
        parse(field.data or "")
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
