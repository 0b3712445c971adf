"""The relación de pasajes typed here: one row a ride, proposed from the trip's legs, corrected by a person."""

from collections.abc import Iterable
from datetime import date

from flask_wtf.file import FileField
from wtforms import FieldList, FormField, IntegerField, SelectField, StringField, SubmitField
from wtforms import Form as PlainForm
from wtforms.validators import Length, NumberRange, Optional

from app.coordination.ride_list import Proposed
from app.finance.operations.receipts import Paper, Ride
from app.finance.receipt_forms import FILES, WithUpload
from app.foundation.errors import Refused
from app.foundation.forms import DayField, MoneyField, Required, choices, not_in_future
from app.foundation.language import _, _l
from app.foundation.money import CURRENCY, Money, total
from app.travel.rules import MODE_NAMES

SPARE = 3  # rows for rides that nobody foresaw
MOST = 40


class RideRow(PlainForm):
    """One ride: what each person paid and how many they were. A row without a fare is no row."""

    on = DayField(_l("Día"), [Optional(), not_in_future])
    origin = StringField(_l("De"), [Length(max=50)])
    destination = StringField(_l("A"), [Length(max=50)])
    mode = SelectField(_l("En qué"), choices=choices(MODE_NAMES, blank="—"))
    driver = StringField(_l("Chofer o unidad"), [Length(max=120)])
    fare = MoneyField(_l("Pasaje por persona"), [Optional()])
    persons = IntegerField(_l("Personas"), [Optional(), NumberRange(1, 60, _l("Entre 1 y 60."))], default=1)

    def validate(self, extra_validators=None) -> bool:
        """A ride that cost something has its day, and from where to where."""
        valid = super().validate(extra_validators)
        if self.fare.data and not self.fare.errors:
            for field, says in (
                (self.on, _("Falta el día.")),
                (self.origin, _("Falta de dónde salieron.")),
                (self.destination, _("Falta a dónde fueron.")),
            ):
                if not field.errors and not str(field.data or "").strip():
                    field.errors, valid = [says], False
        return valid

    @property
    def amount(self) -> Money | None:
        """What all of them paid."""
        fare, persons = self.fare.data, self.persons.data or 1
        return Money(fare.amount_minor * persons, fare.currency) if fare else None


class RidesForm(WithUpload):
    """Signed once for all; the photograph of the signed sheet may come along."""

    rides = FieldList(FormField(RideRow), max_entries=MOST)
    concept = StringField(_l("Concepto"), [Required(), Length(max=160)], default=_l("Pasajes del viaje"))
    excuse = StringField(
        _l("Por qué se acepta así"), [Length(max=200)], description=_l("Sólo si un pasaje pasa del tope.")
    )
    file = FileField(_l("Foto de la relación firmada, si la hay"), render_kw={"accept": FILES})
    submit = SubmitField(_l("Agregar la relación"))

    @classmethod
    def of(cls, proposed: Iterable[Proposed]) -> "RidesForm":
        """The trip's rides, and spare rows; what was sent comes before both."""
        form = cls()
        if not form.is_submitted():
            for ride in list(proposed)[: MOST - SPARE]:
                form.rides.append_entry(vars(ride))
            for _spare in range(SPARE):
                form.rides.append_entry({"persons": 1})
        return form

    @property
    def total(self) -> Money:
        return total((row.form.amount for row in self.rides if row.form.amount), CURRENCY)

    def paper(self) -> Paper:
        """Of a valid form. Refused: no ride with a fare."""
        rides = tuple(_ride(row.form) for row in self.rides if row.form.fare.data)
        if not rides:
            raise Refused(_("Escriba al menos un pasaje, con su día y de dónde a dónde."))
        last: date = max(ride.on for ride in rides)
        amount = total((ride.amount for ride in rides), rides[0].amount.currency)
        return Paper(
            "relacion_de_pasajes", _("Varios choferes"), last, amount, excuse=self.excuse.data or "", rides=rides
        )


def _ride(row: RideRow) -> Ride:
    way = f"{row.origin.data.strip()} – {row.destination.data.strip()}"
    means = str(MODE_NAMES[row.mode.data]) if row.mode.data else ""
    unit = ", ".join(part for part in (means, (row.driver.data or "").strip()) if part)
    return Ride(row.on.data, way, unit[:120], row.amount, row.persons.data or 1)
