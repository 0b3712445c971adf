"""Forms of the day's work: notes, calls, tasks, what a visit needs beforehand."""

from wtforms import RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.foundation.clock import now
from app.foundation.forms import DayField, Form, LocalTimeField, Required, choices
from app.foundation.language import _l

from ..labels import CALL_OUTCOMES, NOTES, PRECONDITIONS


class NoteForm(Form):
    kind = SelectField(_l("Qué es"), choices=choices({kind: NOTES[kind] for kind in ("note", "visit", "whatsapp")}))
    text = TextAreaField(_l("Nota"), [Required()], render_kw={"rows": 3})
    occurred_at = LocalTimeField(_l("Ocurrió"), [Optional()], default=now)
    submit = SubmitField(_l("Anotar"))


class CallForm(Form):
    outcome = RadioField(
        _l("En qué quedó"),
        [InputRequired(_l("Elija en qué quedó la llamada."))],
        choices=choices(CALL_OUTCOMES),
    )
    text = TextAreaField(_l("Qué se dijo"), render_kw={"rows": 2})
    occurred_at = LocalTimeField(_l("Cuándo fue"), [Optional()], default=now)
    next_try_at = LocalTimeField(_l("Volver a llamar"), [Optional()])
    submit = SubmitField(_l("Registrar llamada"))


class TaskDoneForm(Form):
    result = StringField(_l("En qué quedó"), [Required(), Length(max=400)])
    submit = SubmitField(_l("Hecho"))


class PostponeForm(Form):
    due_at = LocalTimeField(_l("Para cuándo"), [InputRequired(_l("Diga para cuándo."))])
    submit = SubmitField(_l("Dejar para después"))


class PreconditionForm(Form):
    kind = SelectField(_l("Qué clase"), choices=choices(PRECONDITIONS))
    detail = StringField(_l("Qué hace falta"), [Required(), Length(max=200)])
    responsible = StringField(_l("Quién lo consigue"), [Length(max=120)])
    due_on = DayField(_l("Para cuándo"))
    submit = SubmitField(_l("Agregar"))
