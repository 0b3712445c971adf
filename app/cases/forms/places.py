"""Forms of the directory."""

from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from app.foundation.forms import DegreesField, Form, MoneyField, Required, choices
from app.foundation.language import _l
from app.foundation.money import Money

from ..labels import LODGING_TAKES, PLACE_KINDS, PRICED_PER
from ..models import Place

PLAIN = (
    "name", "kind", "municipality", "city", "phone", "services", "reveals", "priced_per", "room_beds", "beds",
    "companion_cap", "takes", "id_rule", "active",
)  # fmt: skip


class PlaceForm(Form):
    code = StringField(_l("Clave"), [Required(), Length(max=12)])
    name = StringField(_l("Nombre"), [Required(), Length(max=120)])
    kind = SelectField(_l("Clase"), choices=choices(PLACE_KINDS))
    municipality = StringField(_l("Municipio"), [Length(max=80)])
    city = StringField(_l("Ciudad"), [Length(max=80)], description=_l("Como la nombran los mensajes: «Tuxtla»."))
    latitude = DegreesField(_l("Latitud"), [Optional()], places=5)
    longitude = DegreesField(_l("Longitud"), [Optional()], places=5)
    phone = StringField(_l("Teléfono"), [Length(max=20)])
    services = StringField(_l("Servicios"), [Length(max=400)], description=_l("Separados por punto y coma."))
    reveals = BooleanField(_l("Su nombre revela de qué se atiende: en los mensajes va sólo la ciudad"))
    price = MoneyField(_l("Precio por noche"), allow_zero=True)
    priced_per = SelectField(_l("Se cobra"), choices=choices(PRICED_PER))
    room_beds = IntegerField(
        _l("Personas por cuarto"), [NumberRange(min=1, max=99, message=_l("De 1 a 99."))], default=2,
        description=_l("Cuenta si se cobra por cuarto."),
    )  # fmt: skip
    beds = IntegerField(_l("Camas"), [Optional(), NumberRange(min=0, max=9999, message=_l("De 0 a 9,999."))])
    companion_cap = IntegerField(_l("Familiares por paciente, a lo más"), [Optional(), NumberRange(min=0, max=99)])
    takes = SelectField(_l("A quién recibe"), choices=choices(LODGING_TAKES))
    id_rule = StringField(
        _l("Qué papeles piden al llegar"), [Length(max=200)], description=_l("«INE del familiar y hoja de referencia».")
    )
    active = BooleanField(_l("Se usa"), default=True)
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, place: Place) -> "PlaceForm":
        known = {name: getattr(place, name) for name in (*PLAIN, "code", "latitude", "longitude")}
        price = None if place.price_minor is None else Money(place.price_minor)
        return cls(data=known | {"price": price})

    def fields(self) -> dict[str, object]:
        """What `operations.save_place` takes."""
        told = {name: self[name].data or None for name in ("municipality", "city", "phone")}
        point = {
            name: None if self[name].data is None else float(self[name].data) for name in ("latitude", "longitude")
        }
        price = None if self.price.data is None else self.price.data.amount_minor
        return {name: self[name].data for name in PLAIN} | told | point | {"price_minor": price}


class ServiceForm(Form):
    name = StringField(_l("Servicio"), [Required(), Length(max=80)])
    usual_minutes = IntegerField(
        _l("Cuánto dura una visita (minutos)"),
        [NumberRange(min=1, max=1440, message=_l("Entre 1 y 1440."))],
        default=240,
    )
    nights_admitted = IntegerField(
        _l("Noches internado, de costumbre"),
        [NumberRange(min=0, max=90, message=_l("Entre 0 y 90."))],
        default=0,
    )
    preparation = TextAreaField(_l("Cómo prepararse"), [Length(max=400)], render_kw={"rows": 3})
    reveals = BooleanField(_l("Su nombre revela de qué se atiende"))
    submit = SubmitField(_l("Guardar"))

    def fields(self) -> dict[str, object]:
        """What `operations.save_service` and `correct_service` take."""
        names = ("name", "usual_minutes", "nights_admitted", "preparation", "reveals")
        return {name: self[name].data for name in names}
