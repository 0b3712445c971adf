"""What a reimbursement report is about, what the donor paid of it, and why one is voided, as people type it."""

from datetime import timedelta

from wtforms import BooleanField, HiddenField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length

from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.forms import DayField, Form, MoneyField, OnceForm, Required, not_in_future
from app.foundation.language import _, _l
from app.foundation.money import Money

from . import queries
from .models import Fund
from .scope import Scope


class ReportForm(Form):
    """What a reimbursement report is about. `seen` carries what was looked at on to the sealing."""

    fund = SelectField(_l("Fondo"), coerce=int)
    starts_on = DayField(_l("Desde"), [Required()])
    ends_on = DayField(_l("Hasta"), [Required()])
    case_number = StringField(
        _l("Caso"), [Length(max=20)], description=_l("Su número, por ejemplo C-2026-0001. Vacío: todos.")
    )
    payee = StringField(
        _l("Pagado a"), [Length(max=160)], render_kw={"list": "payees", "autocomplete": "off"},
        description=_l("Como está en su comprobación. Vacío: a todas las personas. Sin casos reservados."),
    )  # fmt: skip
    named = BooleanField(_l("Con el nombre de los pacientes"))
    names_reason = StringField(
        _l("Por qué lleva nombres"), [Length(max=200)],
        description=_l("Se imprime en el informe y queda en la bitácora. Los casos reservados van sin nombre."),
    )  # fmt: skip
    seen = HiddenField()
    look = SubmitField(_l("Ver qué incluye"))

    @classmethod
    def of(cls):
        form = cls()
        form.fund.choices = [(0, _("Todos los fondos"))] + [(fund.id, fund.name) for fund in queries.funds()]
        if not form.is_submitted():
            last_month = clock.today().replace(day=1) - timedelta(days=1)
            form.starts_on.data, form.ends_on.data = last_month.replace(day=1), last_month
        return form

    def scope(self) -> Scope:
        """Refused: a fund that does not exist, names without a reason."""
        reason = self.names_reason.data or ""
        if self.named.data and not reason:
            raise Refused(_("Escriba por qué el informe lleva nombres."), "names_reason")
        fund = queries.one_or_404(Fund, self.fund.data) if self.fund.data else None
        number = (self.case_number.data or "").upper()
        return Scope(
            self.starts_on.data, self.ends_on.data, fund, self.payee.data or "", number,
            reason if self.named.data else "",
        )  # fmt: skip


class DonorPaymentForm(OnceForm):
    """What the donor paid of a report; what is still to be paid is proposed."""

    box = SelectField(_l("Entró en"), coerce=int)
    amount = MoneyField(_l("Cantidad"), [Required()])
    occurred_on = DayField(_l("Fecha"), [Required(), not_in_future])
    reference = StringField(_l("Referencia del banco"), [Length(max=120)])
    submit = SubmitField(_l("Registrar el pago"))

    @classmethod
    def of(cls, rest: Money):
        form = cls()
        banks_first = sorted(queries.boxes(), key=lambda box: box.kind != "bank")
        form.box.choices = [(box.id, box.name) for box in banks_first]
        if not form.is_submitted():
            form.amount.data, form.occurred_on.data = rest, clock.today()
        return form


class VoidForm(Form):
    reason = TextAreaField(
        _l("Por qué se anula"), [Required(), Length(max=300)],
        description=_l("Se imprime en la anulación. No escriba nombres de pacientes."),
    )  # fmt: skip
    submit = SubmitField(_l("Anular el informe"))
