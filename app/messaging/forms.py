"""The shape of what is typed about messages."""

from datetime import time, timedelta

from wtforms import RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts.queries import navigators
from app.cases.forms.choices import ANSWERS, AskedField
from app.cases.labels import PHONE_OWNERS
from app.cases.models import Case, Person
from app.foundation import clock
from app.foundation.forms import Form, LocalTimeField, Required, choices
from app.foundation.language import _, _l
from app.messaging import lint
from app.messaging.gsm7 import transliterate

MOST_PARTS = 2


class ReplyForm(Form):
    """An answer written by hand: short, and without what must not travel by text."""

    body = TextAreaField(_l("Respuesta"), [Required(), Length(max=400)], render_kw={"rows": 3})

    def validate_body(self, field: StringField) -> None:
        findings = lint.privacy(field.data) + lint.air(transliterate(field.data), MOST_PARTS)
        if findings:
            raise ValidationError(" ".join(finding.sentence for finding in findings))


class HandForm(Form):
    """Whose it is from now on."""

    to = SelectField(_l("Pasarla a"), coerce=int)
    submit = SubmitField(_l("Pasar"))

    @classmethod
    def besides(cls, user_id: int) -> "HandForm":
        form = cls(prefix="hand-")
        form.to.choices = choices((one.id, one.name) for one in navigators() if one.id != user_id)
        return form


class ConversationTaskForm(Form):
    """Something to do, found out in a conversation."""

    title = StringField(_l("Qué hay que hacer"), [Required(), Length(max=160)])
    due_at = LocalTimeField(_l("Para cuándo"), [InputRequired(_l("Diga para cuándo."))], default=lambda: _tomorrow())
    submit = SubmitField(_l("Crear pendiente"))


def _tomorrow():
    """Ten o'clock of the next day."""
    return clock.at_wall(clock.today() + timedelta(days=1), time(10))


class WhoForm(Form):
    """Which of the people found it is, whose telephone, and whether texts may go there."""

    person = RadioField(_l("Quién es"), [InputRequired(_l("Elija quién es."))], validate_choice=True)
    belongs_to = SelectField(_l("De quién es el teléfono"), choices=choices(PHONE_OWNERS))
    sms = AskedField(
        _l("¿Acepta mensajes de texto?"), choices=ANSWERS, default="",
        description=_l("Pregúntele. Sin respuesta no se le manda nada solo."),
    )  # fmt: skip
    submit = SubmitField(_l("Es esta persona"))

    @classmethod
    def of(cls, found: list[Case]) -> "WhoForm":
        form = cls()
        form.people = {f"{case.id}-{one.id}": (case, one) for case in found for one in _party(case)}
        form.person.choices = choices((key, _line(case, one)) for key, (case, one) in form.people.items())
        return form

    def chosen(self) -> tuple[Case, Person, str, bool | None]:
        """What `name` takes."""
        return *self.people[self.person.data], self.belongs_to.data, self.sms.answer


def _party(case: Case) -> list[Person]:
    return [case.patient, *(link.person for link in case.companions)]


def _line(case: Case, person: Person) -> str:
    what = _("paciente") if person.id == case.patient_id else _("familiar de %(name)s", name=case.patient.full_name)
    return " · ".join(part for part in (person.full_name, what, case.number, person.village) if part)
