"""Forms of a case: correcting it, the hospital's answer, safe contact, who may see it."""

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
)  # fmt: skip
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import User
from app.accounts.queries import everybody, navigators
from app.foundation.clock import today
from app.foundation.forms import DayField, Form, Required, choices, not_in_future
from app.foundation.language import _, _l

from .. import queries
from ..labels import INSURANCES
from ..models import Case, CasePerson, SafeContactPlan
from ..safe_hours import DAYS, SafeHours
from .choices import hospital_choices, navigator_choices, service_choices

FIELDS = ("urgent", "diagnosis_code", "diagnosis", "summary")


class CorrectCaseForm(Form):
    service = SelectField(_l("Servicio que se pide"))
    hospital = SelectField(_l("Hospital"))
    insurance = SelectField(_l("Afiliación"), choices=choices(INSURANCES, _l("No se sabe")))
    navigator = SelectField(_l("Navegadora o navegador"))
    urgent = BooleanField(_l("Es urgente"))
    diagnosis_code = StringField(_l("CIE-10"), [Length(max=8)])
    diagnosis = StringField(_l("Impresión diagnóstica"), [Length(max=200)])
    summary = TextAreaField(_l("Motivo y resumen clínico"), render_kw={"rows": 4})
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, case: Case) -> "CorrectCaseForm":
        known = {name: getattr(case, name) for name in FIELDS} | {
            "insurance": case.insurance or "", "service": str(case.service_id or ""),
            "hospital": case.hospital.code if case.hospital else "", "navigator": str(case.navigator_id or ""),
        }  # fmt: skip
        form = cls(data=known)
        form.hospital.choices, form.service.choices = hospital_choices(), service_choices()
        form.navigator.choices = navigator_choices()
        return form

    def corrected(self) -> dict[str, object]:
        """What `operations.correct_case` takes."""
        chosen = {str(one.id): one for one in navigators()}
        return {name: self[name].data for name in FIELDS} | {
            "insurance": self.insurance.data or None, "navigator": chosen.get(self.navigator.data),
            "service": queries.service_or_404(int(self.service.data)) if self.service.data else None,
            "hospital": queries.place_by_code_or_name(self.hospital.data, "hospital"),
        }  # fmt: skip


class CounterReferralForm(Form):
    received_on = DayField(_l("Llegó el"), [Required(), not_in_future], default=today)
    findings = TextAreaField(_l("Qué encontró el hospital"), [Required()], render_kw={"rows": 3})
    instructions = TextAreaField(
        _l("Indicaciones para la clínica"), render_kw={"rows": 3},
        description=_l("Medicinas, cuidados, cuándo regresa. Queda como pendiente."),
    )  # fmt: skip
    file = FileField(_l("Foto o PDF de la hoja"), description=_l("Hasta 10 MB."))
    submit = SubmitField(_l("Guardar"))


class SafeContactForm(Form):
    person = SelectField(_l("A quién se puede buscar"))
    phone = SelectField(_l("En qué teléfono"))
    from_time = TimeField(_l("Desde qué hora"), [InputRequired(_l("Diga desde qué hora."))])
    to_time = TimeField(_l("Hasta qué hora"), [InputRequired(_l("Diga hasta qué hora."))])
    days = SelectMultipleField(
        _l("Qué días"), choices=choices(DAYS), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        description=_l("Sin marcar ninguno: todos los días. Fuera de estas horas no se manda ni se llama."),
    )  # fmt: skip
    hours = StringField(_l("Algo más sobre las horas"), [Length(max=80)])
    agreed_word = StringField(
        _l("Palabra acordada"),
        [Length(max=40)],
        description=_l("La que dice quien llama, para que sepan que es de confianza."),
    )
    never_know = StringField(_l("Quién no debe enterarse"), [Length(max=200)])
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, case: Case, party: list[CasePerson], plan: SafeContactPlan | None) -> "SafeContactForm":
        known = {}
        if plan:
            names = ("hours", "from_time", "to_time", "agreed_word", "never_know")
            known = {name: getattr(plan, name) for name in names}
            known |= {"person": str(plan.person_id), "phone": str(plan.phone_id or ""), "days": list(plan.days)}
        form = cls(data=known)
        form.people = {str(one.id): one for one in (case.patient, *(link.person for link in party))}
        form.links = {str(link.phone_id): link for one in form.people.values() for link in queries.phones_of(one)}
        form.person.choices = choices((key, one.full_name) for key, one in form.people.items())
        form.phone.choices = choices(
            (
                (key, f"{link.phone.number or link.phone.typed} · {link.person.spoken_name}")
                for key, link in form.links.items()
            ),
            _("Ninguno: sólo en persona"),
        )
        return form

    def plan(self) -> dict[str, object]:
        """What `operations.fill_safe_contact` takes."""
        link = self.links.get(self.phone.data)
        return {
            "person": self.people[self.person.data], "phone": link.phone if link else None,
            "hours": self.hours.data, "agreed_word": self.agreed_word.data, "never_know": self.never_know.data,
            "safe_hours": SafeHours(self.from_time.data, self.to_time.data, frozenset(map(int, self.days.data))),
        }  # fmt: skip


class StaffForm(Form):
    """Names one more member of staff to a restricted case."""

    user = SelectField(_l("Quién más puede verlo"), coerce=int)
    submit = SubmitField(_l("Dar acceso"))

    @classmethod
    def of(cls, named: list[User]) -> "StaffForm":
        form, already = cls(), {user.id for user in named}
        care = [user for user in everybody() if user.active and user.role in ("clinician", "navigator", "admin")]
        form.user.choices = choices((user.id, user.name) for user in care if user.id not in already)
        return form
