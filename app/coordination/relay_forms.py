"""The shape of a relay: what is told, to whom, until when; and how it ended."""

from wtforms import RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.cases.forms.choices import ANSWERS, AskedField
from app.cases.models import Case, Person, Relay
from app.cases.operations import LONGEST
from app.foundation.forms import Form, LocalTimeField, Required, choices
from app.foundation.language import _l

ENDS = {"confirmed": _l("Ya se lo dijo"), "failed": _l("No se pudo"), "cancelled": _l("Ya no hace falta")}
VISIT_ENDS = ENDS | {"confirmed": _l("Ya hizo la visita")}


class RelayForm(Form):
    person = SelectField(_l("Para quién"))
    words = TextAreaField(
        _l("El recado"), [Required(), Length(max=LONGEST)], render_kw={"maxlength": LONGEST, "rows": 2},
        description=_l("Corto y sin decir de qué se atiende. Hasta 90 letras."),
    )  # fmt: skip
    until = LocalTimeField(_l("A más tardar"), [Required()])
    submit = SubmitField(_l("Mandar el recado"))

    @classmethod
    def of(cls, case: Case, words: str, until) -> "RelayForm":
        form = cls(data={"words": words, "until": until, "person": case.patient.number})
        family = [case.patient, *(link.person for link in case.companions if not link.person.died_on)]
        form.people = {person.number: person for person in family}
        form.person.choices = choices((person.number, person.full_name) for person in family)
        return form

    @property
    def chosen(self) -> Person:
        return self.people[self.person.data]


class RelayDoneForm(Form):
    outcome = RadioField(
        _l("En qué quedó"), [InputRequired(_l("Elija en qué quedó."))], choices=choices(ENDS), default="confirmed"
    )
    result = StringField(_l("Qué dijo"), [Length(max=400)])
    submit = SubmitField(_l("Guardar"))

    def answers(self) -> dict[str, bool | None]:
        return {}


class VisitDoneForm(Form):
    outcome = RadioField(
        _l("En qué quedó"), [InputRequired(_l("Elija en qué quedó."))], choices=choices(VISIT_ENDS), default="confirmed"
    )
    medicines = AskedField(_l("¿Tiene y toma sus medicinas?"), choices=ANSWERS, default="")
    danger_signs = AskedField(_l("¿Tiene señales de peligro?"), choices=ANSWERS, default="")
    knows_next_date = AskedField(_l("¿Sabe cuándo es su próxima cita?"), choices=ANSWERS, default="")
    result = StringField(_l("Qué más dijo"), [Length(max=400)])
    submit = SubmitField(_l("Guardar"))

    def answers(self) -> dict[str, bool | None]:
        if self.outcome.data != "confirmed":
            return {}
        return {name: self[name].answer for name in ("medicines", "danger_signs", "knows_next_date")}


def done_form(relay: Relay) -> Form:
    return VisitDoneForm() if relay.kind == "visit" else RelayDoneForm()
