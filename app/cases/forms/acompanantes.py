"""Forms of acompañantes: who they are and where they serve, and whose case is theirs."""

from wtforms import SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.forms import Form, Required, choices
from app.foundation.language import _, _l

from .. import queries
from ..models import Case, Person, Place
from ..operations import SERVED
from ..rules import PersonFacts
from .choices import ANSWERS, AskedField

OFF = {"autocomplete": "off"}


def _places() -> list[Place]:
    return [place for place in queries.places() if place.kind in SERVED]


class ServesField(SelectMultipleField):
    """Places, one box each."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class ServesForm(Form):
    places = ServesField(_l("Comunidades y clínicas donde acompaña"))
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, served: list[Place]) -> "ServesForm":
        form = cls(data={"places": [place.code for place in served]})
        form.places.choices = choices((place.code, place.name) for place in _places())
        return form

    def chosen(self) -> list[Place]:
        return [place for place in _places() if place.code in (self.places.data or ())]


class AcompananteForm(ServesForm):
    given_names = StringField(_l("Nombre(s)"), [Required(), Length(max=80)], render_kw=OFF)
    first_surname = StringField(_l("Primer apellido"), [Length(max=60)], render_kw=OFF)
    second_surname = StringField(_l("Segundo apellido"), [Length(max=60)], render_kw=OFF)
    address = StringField(
        _l("Cómo se le habla"), [Length(max=40)], description=_l("Como «María». Así la saludan los mensajes.")
    )
    phone = StringField(_l("Teléfono"), [Length(max=40)], render_kw={"inputmode": "tel", **OFF})
    accepts = AskedField(_l("¿Acepta mensajes de texto?"), choices=ANSWERS, default="")
    submit = SubmitField(_l("Agregar acompañante"))

    def facts(self) -> PersonFacts:
        return PersonFacts(
            self.given_names.data, self.first_surname.data or "", self.second_surname.data or None,
            address=self.address.data or None,
        )  # fmt: skip


class ChooseAcompananteForm(Form):
    """The nearest come first; nobody is a choice too."""

    person = SelectField(_l("Acompañante de este caso"))
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, case: Case) -> "ChooseAcompananteForm":
        offered = queries.to_choose_from(case)
        first = case.acompanante or (offered[0][0] if offered else None)
        form = cls(data={"person": first.number if first else ""})
        form.people = {person.number: person for person, _places in offered}
        form.person.choices = choices(
            ((person.number, f"{person.full_name} · {_names(places)}") for person, places in offered), _("Nadie")
        )
        return form

    @property
    def chosen(self) -> Person | None:
        return self.people.get(self.person.data)


def _names(places: list[Place]) -> str:
    return ", ".join(place.name for place in places)
