"""The shape of what people tell us about appointments, trips and outcomes."""

from flask import request
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
)  # fmt: skip
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases import queries as cases
from app.cases.labels import CAUSES, CLOSING_REASONS, NO_SHOW_CAUSES, OUTCOMES, PRECISIONS
from app.foundation import clock
from app.foundation.forms import DayField, Form, LocalTimeField, MoneyField, Required, choices, not_in_future
from app.foundation.language import _l
from app.foundation.money import Money
from app.travel.rules import MODE_NAMES

CANCELLED_BY = ("hospital", "patient")


class DatedForm(Form):
    """A date as the hospital gives it, more or less precise."""

    precision = SelectField(_l("Qué dio el hospital"), choices=list(PRECISIONS.items()))
    on_day = DayField(_l("Día"), description=_l("Si es una semana, su lunes."))
    at_time = TimeField(_l("Hora de la cita"), [Optional()])
    present_at = TimeField(
        _l("Hora de presentarse"), [Optional()], description=_l("Vacía: media hora antes de la cita.")
    )

    def dated(self) -> dict[str, object]:
        """What the operations take: precision, on_day, at_time, present_at."""
        timed = self.precision.data == "datetime"
        return {
            "precision": self.precision.data,
            "on_day": None if self.precision.data == "waiting" else self.on_day.data,
            "at_time": self.at_time.data if timed else None,
            "present_at": self.present_at.data if timed else None,
        }


class BookForm(DatedForm):
    hospital = SelectField(_l("Hospital"), [InputRequired(_l("Elija el hospital."))], coerce=int)
    service = SelectField(_l("Servicio"), coerce=int)
    past_reason = StringField(
        _l("Si ya pasó: por qué se registra hasta ahora"), [Length(max=200)],
        description=_l("Una cita pasada no manda mensajes a nadie."),
    )  # fmt: skip
    submit = SubmitField(_l("Guardar la cita"))

    def booked(self) -> dict[str, object]:
        """What `workflows.book_appointment` takes."""
        return self.dated() | {
            "hospital": next(place for place in cases.places("hospital") if place.id == self.hospital.data),
            "service": cases.service_or_404(self.service.data) if self.service.data else None,
            "past_reason": self.past_reason.data or None,
        }

    @classmethod
    def of(cls, case):
        form = cls()
        form.hospital.choices = [(place.id, place.name) for place in cases.places("hospital")]
        form.service.choices = [(0, "—"), *((service.id, service.name) for service in cases.services())]
        if not form.is_submitted():
            form.hospital.data, form.service.data = case.hospital_id, case.service_id or 0
        return form


class SeriesForm(Form):
    every_days = IntegerField(_l("Cada cuántos días"), [InputRequired(_l("Escriba cuántos días."))], default=21)
    times = IntegerField(
        _l("Cuántas veces más"), [InputRequired(_l("Escriba cuántas."))],
        description=_l("Quedan como tentativas: no mandan mensajes ni apartan dinero."),
    )  # fmt: skip
    submit = SubmitField(_l("Anotar la serie"))


class GiveDateForm(DatedForm):
    shift = BooleanField(_l("Recorrer igual las tentativas que siguen"), default=True)
    submit = SubmitField(_l("Guardar la cita"))

    @classmethod
    def of(cls, tentative):
        form = cls()
        if not form.is_submitted():
            form.on_day.data = tentative.on_day
        return form


class MoveForm(DatedForm):
    cause = RadioField(_l("Quién la cambió"), choices=list(CAUSES.items()), default="hospital")
    reason = StringField(_l("Por qué"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Cambiar la cita"))

    @classmethod
    def of(cls, appointment):
        form = cls()
        if not form.is_submitted():
            form.precision.data, form.on_day.data = appointment.precision, appointment.on_day
            form.at_time.data, form.present_at.data = appointment.at_time, appointment.present_at
        return form


class CancelForm(Form):
    cause = RadioField(_l("Quién la cancela"), choices=[(by, CAUSES[by]) for by in CANCELLED_BY], default="hospital")
    reason = StringField(_l("Por qué"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Cancelar la cita"))


class OutcomeForm(Form):
    outcome = RadioField(_l("Qué pasó"), [InputRequired(_l("Elija qué pasó."))], choices=list(OUTCOMES.items()))
    occurred_on = DayField(_l("Ocurrió el"), [Required(), not_in_future])
    cause = SelectField(_l("Si no llegó, la causa"), choices=[("", "—"), *NO_SHOW_CAUSES.items()])
    note = TextAreaField(_l("Qué dijo el hospital"), [Length(max=400)])
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, appointment):
        form = cls()
        if not form.is_submitted():
            form.occurred_on.data = appointment.on_day
        return form


class OccurredForm(Form):
    """When it happened, which may be before it is recorded (P7)."""

    occurred_at = LocalTimeField(_l("Ocurrió"), [Required()])
    submit = SubmitField(_l("Registrar"))

    @classmethod
    def for_now(cls):
        form = cls()
        if not form.is_submitted():
            form.occurred_at.data = clock.now()
        return form


class DepartedForm(OccurredForm):
    exception = StringField(_l("Salen sin el dinero en mano: quién lo autorizó y por qué"), [Length(max=200)])
    submit = SubmitField(_l("Registrar"))


class UrgentForm(Form):
    hospital = SelectField(_l("A qué hospital"), [InputRequired(_l("Elija el hospital."))], coerce=int)
    companions = SelectMultipleField(
        _l("Quién va además"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    mode = SelectField(_l("En qué"), choices=list(MODE_NAMES.items()), default="ambulance")
    left_at = LocalTimeField(_l("Salieron"), [Required()])
    minutes = IntegerField(
        _l("Minutos de camino, más o menos"), [Required(), NumberRange(min=1, max=10_000)], default=240
    )
    fare = MoneyField(_l("Costo por persona"), [Optional()], allow_zero=True, description=_l("Vacío: nada."))
    authorised_by = StringField(_l("Quién lo autorizó"), [Required(), Length(max=120)])
    submit = SubmitField(_l("Registrar la salida"))

    @classmethod
    def of(cls, case):
        form = cls()
        form.hospital.choices = [(place.id, place.name) for place in cases.places("hospital")]
        form.companions.choices = [(one.id, one.person.full_name) for one in case.companions]
        if not form.is_submitted():
            form.hospital.data, form.left_at.data = case.hospital_id, clock.now()
            form.companions.data = [one.id for one in case.companions if one.travels]
        return form

    def told(self) -> dict[str, object]:
        """What `workflows.leave_urgently` takes besides the case, the hour and the person."""
        return {
            "hospital": next(place for place in cases.places("hospital") if place.id == self.hospital.data),
            "companions": self.companions.data or [],
            "authorised_by": self.authorised_by.data,
            "mode": self.mode.data,
            "left_at": self.left_at.data,
            "minutes": self.minutes.data,
            "fare": self.fare.data or Money.zero(),
        }


class HoldForm(Form):
    reason = StringField(_l("Por qué queda en pausa"), [Required(), Length(max=200)])
    until = DayField(_l("Se retoma el"), [Required()])
    submit = SubmitField(_l("Poner en pausa"))


class CloseForm(Form):
    reason = SelectField(_l("Por qué se cierra"), choices=list(CLOSING_REASONS.items()))
    submit = SubmitField(_l("Cerrar el caso"))


class ReopenForm(Form):
    reason = StringField(_l("Por qué se reabre"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Reabrir el caso"))


class DeathForm(Form):
    on = DayField(_l("Falleció el"), [Required(), not_in_future])
    submit = SubmitField(_l("Registrar"))


class CallOutcomeForm(Form):
    """What came of a call. The outcome is the button that was pressed."""

    link = RadioField(_l("A qué teléfono"), [Optional()])
    text = TextAreaField(_l("Qué se dijo, o con quién dejó recado"), [Length(max=400)], render_kw={"rows": 2})
    next_at = LocalTimeField(
        _l("Volver a llamar"),
        [Optional()],
        description=_l("Vacío: en dos horas; la siguiente, en la noche; después, mañana."),
    )

    @classmethod
    def of(cls, lines) -> "CallOutcomeForm":
        form = cls(data={"link": str(lines[0].id) if lines else None})
        form.link.choices = choices((str(one.id), one.phone.number or one.phone.typed) for one in lines)
        return form

    def outcome(self) -> str:
        return request.form.get("outcome", "")

    def chosen(self, lines):
        """The phone that was tried, of those that the page offered."""
        return next((one for one in lines if str(one.id) == self.link.data), None)


class WhatsAppForm(Form):
    said_by = RadioField(
        _l("Quién escribió"), choices=[("them", _l("Me escribió")), ("us", _l("Yo le escribí"))], default="them"
    )
    text = TextAreaField(_l("Qué decía"), [Required(), Length(max=1000)], render_kw={"rows": 2})
    submit = SubmitField(_l("Anotar"))
