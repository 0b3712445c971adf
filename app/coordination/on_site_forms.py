"""What people tell us about who is away: what they chose, how long, where they slept, how it ended."""

from datetime import timedelta

from flask import request
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.forms import DayField, Form, LocalTimeField, MoneyField, Required
from app.foundation.language import _l
from app.foundation.money import Money
from app.travel.records import UNMET_NAMES
from app.travel.rules import MODE_NAMES


class ChoiceForm(Form):
    """`choice` is the code of an offer; each line has its own button."""

    choice = HiddenField()
    authorised_by = StringField(
        _l("Quién autoriza pasar del tope de noches"), [Length(max=120)],
        description=_l("Otra persona lo confirma antes de 24 horas."),
    )  # fmt: skip


class StayLongerForm(Form):
    """One night more, or until a night; for all, or for who is ticked."""

    until = DayField(_l("Hasta la noche del"), [Required()])
    who = SelectMultipleField(
        _l("Quién se queda"), [InputRequired(_l("Elija quién se queda."))], coerce=int,
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    authorised_by = StringField(_l("Si pasa del tope: quién lo autoriza"), [Length(max=120)])
    submit = SubmitField(_l("Alargar la estancia"))

    @classmethod
    def of(cls, trip, going):
        form = cls()
        form.who.choices = [(one.id, one.name) for one in going]
        if not form.is_submitted():
            last = max((night.night for night in trip.nights), default=clock.today() - timedelta(days=1))
            form.until.data, form.who.data = last + timedelta(days=1), [one.id for one in going]
        return form


class NightsForm(Form):
    """`set` is `<traveller>:<night>:<kind>`: each cell has its buttons, and the house is chosen once above them."""

    house = SelectField(_l("Albergue para lo que marque"), coerce=int)

    @classmethod
    def of(cls, trip):
        form = cls()
        houses = cases.places("lodging")
        form.house.choices = [(place.id, place.name) for place in houses]
        used = [night.place_id for night in trip.nights if night.kind == "lodging"]
        if not form.is_submitted() and used:
            form.house.data = used[-1]
        return form

    def told(self) -> tuple[int, str, str]:
        traveller, night, kind = (request.form.get("set", "") + "::").split(":")[:3]
        return int(traveller) if traveller.isdigit() else 0, night, kind

    def chosen_house(self):
        return next((place for place in cases.places("lodging") if place.id == self.house.data), None)


class TransferForm(Form):
    mode = SelectField(_l("En qué"), choices=[(mode, MODE_NAMES[mode]) for mode in ("vehicle", "ambulance")])
    leaves_at = LocalTimeField(_l("Sale"), [Required()])
    minutes = IntegerField(_l("Minutos de camino"), [Required(), NumberRange(min=1, max=10_000)], default=240)
    cost = MoneyField(_l("Costo"), [Optional()], allow_zero=True, description=_l("Vacío: nada."))
    note = StringField(_l("Nota: funeraria, papeles, quién acompaña"), [Length(max=160)])
    submit = SubmitField(_l("Anotar el traslado"))

    @classmethod
    def for_now(cls):
        form = cls()
        if not form.is_submitted():
            form.leaves_at.data = clock.now()
        return form

    def ride(self) -> dict[str, object]:
        """What `on_site.take_home` takes."""
        return {
            "mode": self.mode.data,
            "leaves_at": self.leaves_at.data,
            "minutes": self.minutes.data,
            "cost": self.cost.data or Money.zero(),
            "note": self.note.data or "",
        }


class ResultForm(Form):
    attended = RadioField(
        _l("¿Se atendió?"), [InputRequired(_l("Elija qué pasó."))], choices=[("yes", _l("sí")), ("no", _l("no"))]
    )
    unmet = SelectField(_l("Qué faltó"), choices=[("", _l("nada")), *UNMET_NAMES.items()])
    note = TextAreaField(_l("Con sus palabras"), [Length(max=400)], render_kw={"rows": 3})
    home = SelectMultipleField(
        _l("Quién regresó a casa"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, trip, result):
        form = cls()
        form.home.choices = [(one.id, one.name) for one in trip.travellers]
        if form.is_submitted():
            return form
        form.home.data = [one.id for one in trip.travellers if one.came_home or one.came_home is None]
        if result:
            form.attended.data = "yes" if result.attended else "no"
            form.unmet.data, form.note.data = result.unmet or "", result.note
        return form

    def told(self) -> dict[str, object]:
        """What `travel.record_result` takes."""
        return {
            "attended": self.attended.data == "yes",
            "unmet": self.unmet.data or None,
            "note": self.note.data,
            "home_ids": set(self.home.data or ()),
        }
