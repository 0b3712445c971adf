"""Forms of a person: who they are, their phones, what they consented to, and what a relative does in a case."""

from wtforms import BooleanField, SelectField, StringField, SubmitField
from wtforms.validators import Length

from app.foundation.forms import DayField, Form, Required, choices, not_in_future
from app.foundation.language import _l

from ..labels import CONSENT_METHODS, KINSHIPS, LANGUAGES, PHONE_KINDS, PHONE_OWNERS, PURPOSES, SEXES
from ..models import CasePerson, Person
from ..operations import Relative
from ..rules import PersonFacts
from .choices import ANSWERS, AskedField, asked

ROLES = ("travels", "gets_texts", "is_contact", "receives_money", "decides")
OFF = {"autocomplete": "off"}


class WhoFields:
    """Who somebody is; a mixin of the forms that ask it."""

    given_names = StringField(_l("Nombre(s)"), [Required(), Length(max=80)], render_kw=OFF)
    first_surname = StringField(_l("Primer apellido"), [Required(), Length(max=60)], render_kw=OFF)
    second_surname = StringField(_l("Segundo apellido"), [Length(max=60)], render_kw=OFF)
    sex = SelectField(_l("Sexo"), choices=choices(SEXES, _l("No se sabe")))
    born_on = DayField(_l("Fecha de nacimiento"))
    curp = StringField(
        _l("CURP"),
        [Length(max=40)],
        render_kw=OFF,
        description=_l("Si la tiene. Si está mal se guarda y se avisa."),
    )
    language = SelectField(_l("Lengua"), choices=choices(LANGUAGES, _l("No se sabe")))
    reads = AskedField(_l("¿Sabe leer?"), choices=ANSWERS, default="")
    village = StringField(_l("Comunidad donde vive"), [Length(max=80)])
    address = StringField(
        _l("Cómo se le habla"),
        [Length(max=40)],
        description=_l("Como «doña Rosa». Así la saludan los mensajes."),
    )

    def facts(self) -> PersonFacts:
        return PersonFacts(
            given_names=self.given_names.data, first_surname=self.first_surname.data,
            second_surname=self.second_surname.data or None, sex=self.sex.data or None, born_on=self.born_on.data,
            curp=self.curp.data or None, language=self.language.data or None, reads=self.reads.answer,
            village=self.village.data or None, address=self.address.data or None,
        )  # fmt: skip


class PersonForm(WhoFields, Form):
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, person: Person, **formdata: None) -> "PersonForm":
        """What is known; what was just posted stands over it, unless `formdata=None` says to look away."""
        names = ("given_names", "first_surname", "second_surname", "born_on", "curp", "village", "address")
        known = {name: getattr(person, name) for name in names}
        known |= {"sex": person.sex or "", "language": person.language or "", "reads": asked(person.reads)}
        return cls(data=known, **formdata)


class PhoneForm(Form):
    phone = StringField(_l("Número"), [Required(), Length(max=40)], render_kw={"inputmode": "tel", **OFF})
    belongs_to = SelectField(_l("De quién es"), choices=choices(PHONE_OWNERS))
    kind = SelectField(_l("Qué clase"), choices=choices(PHONE_KINDS))
    submit = SubmitField(_l("Agregar teléfono"))


class PhoneEditForm(Form):
    kind = SelectField(_l("Qué clase"), choices=choices(PHONE_KINDS))
    signal_hours = StringField(_l("Horas con señal"), [Length(max=80)], description=_l("Como «de 5 a 7 de la tarde»."))
    relay_only = BooleanField(_l("Sólo recados: ahí no se mandan mensajes"))
    submit = SubmitField(_l("Guardar"))


class SuspendForm(Form):
    why = StringField(_l("Por qué"), [Required(), Length(max=120)], description=_l("Como «la compañía la bloqueó»."))
    until = DayField(_l("Vuelve el"), description=_l("Vacío: hasta que alguien diga que ya sirve."))
    submit = SubmitField(_l("Suspender la línea"))


class ConsentForm(Form):
    purpose = SelectField(_l("Para qué"), choices=choices(PURPOSES))
    granted = SelectField(_l("Qué dijo"), choices=[("yes", _l("Sí acepta")), ("no", _l("No acepta, o ya no"))])
    given_on = DayField(_l("Fecha"), [Required(), not_in_future])
    method = SelectField(_l("Cómo"), choices=choices(CONSENT_METHODS))
    witness = StringField(_l("Testigo"), [Length(max=120)], description=_l("Si firmó con huella."))
    submit = SubmitField(_l("Registrar"))


class RoleFields:
    """What a relative is in the case, and does: three roles that are never one (P9)."""

    relation = SelectField(_l("Qué es del paciente"), choices=choices(KINSHIPS, _l("No se sabe")))
    travels = BooleanField(_l("Viaja con el paciente"), default=True)
    is_contact = BooleanField(_l("Se le puede llamar"), default=True)
    gets_texts = BooleanField(_l("Se le mandan mensajes, si acepta"), default=True)
    receives_money = BooleanField(_l("Puede recibir el dinero"))
    decides = BooleanField(_l("Decide junto con el paciente"))

    def roles(self) -> dict[str, bool]:
        return {name: self[name].data for name in ROLES}


class CompanionForm(RoleFields, Form):
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, link: CasePerson) -> "CompanionForm":
        return cls(data={name: getattr(link, name) for name in ROLES} | {"relation": link.relation or ""})


class NewCompanionForm(RoleFields, Form):
    companion_given_names = StringField(_l("Nombre(s)"), [Required(), Length(max=80)], render_kw=OFF)
    companion_first_surname = StringField(_l("Primer apellido"), [Length(max=60)], render_kw=OFF)
    companion_second_surname = StringField(_l("Segundo apellido"), [Length(max=60)], render_kw=OFF)
    companion_born_on = DayField(_l("Fecha de nacimiento"), [not_in_future])
    companion_phone = StringField(_l("Teléfono"), [Length(max=40)], render_kw={"inputmode": "tel", **OFF})
    companion_sms = AskedField(_l("¿Acepta mensajes de texto?"), choices=ANSWERS, default="")
    submit = SubmitField(_l("Agregar familiar"))

    def relative(self) -> Relative:
        """What `operations.bring_along` takes."""
        facts = PersonFacts(
            self.companion_given_names.data, self.companion_first_surname.data,
            self.companion_second_surname.data or None, born_on=self.companion_born_on.data,
        )  # fmt: skip
        return Relative(facts, self.relation.data, self.companion_phone.data, self.companion_sms.answer, self.roles())
