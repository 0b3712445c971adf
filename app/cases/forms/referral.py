"""The referral: one page on which nothing typed is lost."""

from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length

from app.accounts.models import User
from app.accounts.queries import navigators
from app.foundation.clock import today
from app.foundation.forms import DayField, Form, Required, choices, not_in_future
from app.foundation.language import _, _l

from .. import queries
from ..labels import CONSENT_METHODS, INSURANCES, ORIGINS, PHONE_OWNERS
from ..operations import Answers, Relative, WholeReferral
from ..rules import PersonFacts
from .choices import ANSWERS, AskedField, hospital_choices, navigator_choices, service_choices
from .people import OFF, RoleFields, WhoFields

TEL = {"inputmode": "tel", **OFF}
ANOTHER = "another"


class ReferForm(WhoFields, RoleFields, Form):
    """`same_person` is asked only where somebody known looks like this patient."""

    same_person = RadioField(_l("¿Es alguna de estas personas?"), validate_choice=False)
    phone = StringField(_l("Teléfono"), [Length(max=40)], render_kw=TEL)
    belongs_to = SelectField(_l("De quién es"), choices=choices(PHONE_OWNERS))
    phone_2 = StringField(_l("Otro teléfono"), [Length(max=40)], render_kw=TEL)
    belongs_to_2 = SelectField(_l("De quién es el otro"), choices=choices(PHONE_OWNERS))

    consent_data = AskedField(_l("¿Acepta que guardemos sus datos?"), choices=ANSWERS, default="")
    consent_sms = AskedField(_l("¿Acepta mensajes de texto?"), choices=ANSWERS, default="")
    consent_voice = AskedField(_l("¿Acepta llamadas?"), choices=ANSWERS, default="")
    given_on = DayField(_l("Fecha en que lo dijo"), [not_in_future])
    method = SelectField(
        _l("Cómo lo dijo"),
        choices=choices({k: CONSENT_METHODS[k] for k in ("written", "spoken", "thumbprint")}),
    )
    witness = StringField(_l("Testigo"), [Length(max=120)], description=_l("Si firmó con huella."))

    companion_given_names = StringField(_l("Nombre(s)"), [Length(max=80)], render_kw=OFF)
    companion_first_surname = StringField(_l("Primer apellido"), [Length(max=60)], render_kw=OFF)
    companion_second_surname = StringField(_l("Segundo apellido"), [Length(max=60)], render_kw=OFF)
    companion_phone = StringField(_l("Teléfono del familiar"), [Length(max=40)], render_kw=TEL)
    companion_sms = AskedField(_l("¿El familiar acepta mensajes de texto?"), choices=ANSWERS, default="")

    clinic = SelectField(_l("Clínica que refiere"), [Required()])
    referred_on = DayField(_l("Fecha de referencia"), [Required(), not_in_future])
    referred_by = SelectField(_l("Quién refiere"), choices=choices(ORIGINS), default="pasante")
    folio = StringField(_l("Folio"), [Length(max=40)], description=_l("El de la hoja de referencia, si trae."))
    urgent = BooleanField(_l("Es urgente"))
    service = SelectField(_l("Servicio que se pide"))
    hospital = SelectField(_l("Hospital"))
    insurance = SelectField(_l("Afiliación"), choices=choices(INSURANCES, _l("No se sabe")))
    diagnosis_code = StringField(_l("CIE-10"), [Length(max=8)], render_kw=OFF)
    diagnosis = StringField(_l("Impresión diagnóstica"), [Length(max=200)], render_kw=OFF)
    summary = TextAreaField(_l("Motivo y resumen clínico"), render_kw={"rows": 4})
    restricted = BooleanField(
        _l("Caso reservado"),
        description=_l("Salud mental, VIH y violencia lo son siempre: los ve sólo quien tiene nombre en el caso."),
    )
    navigator = SelectField(_l("Navegadora o navegador"))
    submit = SubmitField(_l("Referir"))

    @classmethod
    def of(cls, user: User) -> "ReferForm":
        """For this user: a clinician refers from their own clinic."""
        form = cls()
        clinics = queries.places("clinic")
        own = [place for place in clinics if place.code == user.clinic_code]
        form.clinic.choices = choices(((p.code, p.name) for p in own or clinics), None if own else _("Elija"))
        form.hospital.choices, form.service.choices = hospital_choices(), service_choices()
        form.navigator.choices = navigator_choices()
        if not form.is_submitted():
            form.referred_on.data = form.given_on.data = today()
            form.navigator.data = str(user.id) if user.role == "navigator" else ""
        return form

    def offer(self, alike: list[queries.Lookalike]) -> bool:
        """Asks whether it is one of `alike`; True when there is nobody to ask about or it has been said."""
        people = [(one.person.number, one.person.number) for one in alike]
        self.same_person.choices = choices([*people, (ANOTHER, _("No, es otra persona"))])
        return not alike or self.same_person.data in {choice.value for choice in self.same_person.choices}

    def whole(self, alike: list[queries.Lookalike]) -> WholeReferral:
        """What `operations.refer_whole` takes."""
        same = next((one.person for one in alike if one.person.number == self.same_person.data), None)
        typed = ((self.phone.data, self.belongs_to.data), (self.phone_2.data, self.belongs_to_2.data))
        return WholeReferral(
            patient=self.facts(), phones=tuple(pair for pair in typed if pair[0]), answers=self._answers(),
            relative=self._relative(), case=self._case(), same_as=same,
            another=bool(alike) and self.same_person.data == ANOTHER,
        )  # fmt: skip

    def phones(self) -> list[str]:
        return [self.phone.data or "", self.phone_2.data or ""]

    def _answers(self) -> Answers:
        asked = {purpose: self[f"consent_{purpose}"].answer for purpose in ("data", "sms", "voice")}
        given = {purpose: answer for purpose, answer in asked.items() if answer is not None}
        return Answers(given, self.given_on.data or today(), self.method.data, self.witness.data)

    def _relative(self) -> Relative | None:
        if not self.companion_given_names.data:
            return None
        facts = PersonFacts(
            self.companion_given_names.data,
            self.companion_first_surname.data,
            self.companion_second_surname.data,
        )
        return Relative(facts, self.relation.data, self.companion_phone.data, self.companion_sms.answer, self.roles())

    def _case(self) -> dict[str, object]:
        chosen = {str(one.id): one for one in navigators()}
        return {
            "clinic": queries.place_by_code_or_name(self.clinic.data, "clinic"),
            "service": queries.service_or_404(int(self.service.data)) if self.service.data else None,
            "hospital": queries.place_by_code_or_name(self.hospital.data, "hospital"),
            "urgent": self.urgent.data, "diagnosis_code": self.diagnosis_code.data,
            "diagnosis": self.diagnosis.data, "referred_on": self.referred_on.data,
            "referred_by": self.referred_by.data, "insurance": self.insurance.data or None,
            "summary": self.summary.data, "folio": self.folio.data or None,
            "restricted": self.restricted.data or None, "navigator": chosen.get(self.navigator.data),
        }  # fmt: skip
