"""The shape of what people type about boxes, hand-overs between custodians and actas."""

from wtforms import BooleanField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional

from app.accounts import queries as accounts
from app.accounts.models import User
from app.foundation import clock
from app.foundation.forms import DayField, Form, MoneyField, OnceForm, Required, choices, not_in_future
from app.foundation.language import _, _l

from . import custody, labels, queries
from .models import Advance, Custodian


class BoxForm(Form):
    name = StringField(_l("Nombre"), [Required(), Length(max=80)])
    kind = SelectField(_l("Tipo"), choices=list(labels.CUSTODIANS.items()))
    limit = MoneyField(_l("Límite"), [Optional()], description=_l("Lo más que puede tener. Vacío: sin límite."))
    user = SelectField(
        _l("Quién la lleva"), default="", description=_l("Confirma lo que recibe. Un chofer puede no tener cuenta.")
    )
    deputy = SelectField(_l("Suplente"), default="", description=_l("Confirma y entrega cuando falta quien la lleva."))
    active = BooleanField(_l("Se usa"), default=True)
    submit = SubmitField(_l("Guardar"))

    @classmethod
    def of(cls, box: Custodian | None = None):
        form = cls(obj=box)
        team = [(str(one.id), one.name) for one in accounts.everybody() if one.active]
        form.user.choices = choices(team, blank=_("Nadie del equipo"))
        form.deputy.choices = choices(team, blank=_("Sin suplente"))
        if box is None:
            del form.active
            return form
        del form.kind
        if not form.is_submitted():
            form.user.data, form.deputy.data = str(box.user_id or ""), str(box.deputy_id or "")
        return form

    def people(self) -> dict[str, User | None]:
        """Its person and the deputy."""
        return {
            name: accounts.user_or_404(int(field.data)) if field.data else None
            for name, field in (("user", self.user), ("deputy", self.deputy))
        }


class MoveForm(OnceForm):
    source = SelectField(_l("Sale de"), coerce=int)
    target = SelectField(_l("Entra en"), [Required(_l("Elija a dónde llega."))])
    amount = MoneyField(_l("Cantidad"), [Required()])
    submit = SubmitField(_l("Traspasar"))

    @classmethod
    def of(cls, reader: User):
        """Out of what the reader carries, or minds; into any."""
        form = cls()
        form.source.choices = [(box.id, f"{box.name} ({box.holds})") for box in custody.handed_on_by(reader)]
        form.target.choices = [("", _l("Elija")), *((str(box.id), box.name) for box in queries.boxes())]
        return form


class ActaForm(Form):
    amount = MoneyField(_l("Cuánto no se puede comprobar"), [Required()])
    cause = SelectField(
        _l("Causa"), [Required(_l("Elija la causa: el acta la dice."))],
        choices=[("", _l("Elija")), *labels.CAUSES.items()],
    )  # fmt: skip
    occurred_on = DayField(_l("Cuándo pasó"), [Required(), not_in_future], default=lambda: clock.today())
    facts = TextAreaField(
        _l("Qué pasó"), [Required(), Length(max=1000)],
        description=_l("Sin nombres ni diagnóstico: lo lee quien firma y quien audita."),
    )  # fmt: skip
    witness = StringField(_l("Testigo, si hay"), [Length(max=160)])
    submit = SubmitField(_l("Levantar el acta"))

    @classmethod
    def of(cls, advance: Advance):
        form = cls()
        if not form.is_submitted():
            form.amount.data = advance.outstanding
        return form
