"""The shape of what people type about money; rules decide what it means."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.models import User
from app.cases.models import Case
from app.foundation import clock
from app.foundation.forms import DayField, Form, MoneyField, OnceForm, Required, choices, not_in_future
from app.foundation.language import _, _l
from app.foundation.money import Money

from . import custody, labels, queries
from .models import Custodian
from .offers import Offer
from .rules import DatedRate


def _today():
    return clock.today()


class FundForm(Form):
    name = StringField(_l("Nombre del fondo"), [Required(), Length(max=80)])
    donor = StringField(_l("Donante"), [Required(), Length(max=120)])
    kind = SelectField(_l("Tipo"), choices=list(labels.FUNDS.items()))
    ceiling = MoneyField(_l("Tope, si es reembolsable"), [Optional()])
    eligible_from = DayField(_l("Cubre gastos desde"), [Optional()])
    eligible_to = DayField(_l("hasta"), [Optional()])
    submit = SubmitField(_l("Crear el fondo"))


class AuthoriseForm(Form):
    """One of the offered funds; the first that fits is the proposal."""

    fund = RadioField(_l("De qué fondo"), [InputRequired(_l("Elija el fondo."))], coerce=int)
    submit = SubmitField(_l("Autorizar y apartar el dinero"))

    @classmethod
    def of(cls, offered: list[Offer]):
        form = cls()
        form.fund.choices = choices((offer.fund.id, offer.fund.name) for offer in offered)
        if not form.is_submitted():
            form.fund.data = next((offer.fund.id for offer in offered if offer.fits), None)
        return form


class TextsFundForm(Form):
    """Which fund pays for texts that no case's fund pays for."""

    fund = SelectField(_l("Fondo"), description=_l("Sólo uno que cubra los mensajes de cualquier caso."))
    submit = SubmitField(_l("Que este fondo los pague"))

    @classmethod
    def of(cls, chosen):
        form = cls()
        offered = [(str(fund.id), f"{fund.name} ({fund.available})") for fund in queries.funds() if fund.active]
        form.fund.choices = choices(offered, blank=_("Ninguno: que esperen"))
        if not form.is_submitted() and chosen:
            form.fund.data = str(chosen.id)
        return form


class ReceivedForm(OnceForm):
    """A donation or an opening balance."""

    box = SelectField(_l("Entra en"), [InputRequired(_l("Elija la caja o el banco."))], coerce=int)
    amount = MoneyField(_l("Cantidad"), [Required()])
    occurred_on = DayField(_l("Fecha"), [Required(), not_in_future], default=_today)
    memo = StringField(_l("Referencia"), [Length(max=120)])
    submit = SubmitField(_l("Registrar"))

    @classmethod
    def of(cls):
        form = cls()
        form.box.choices = box_choices()
        return form


def box_choices(boxes: list[Custodian] | None = None) -> list[tuple[int, str]]:
    """The office's boxes first: cash is what most forms are about, and what is chosen when nobody chooses."""
    ordered = sorted(queries.boxes() if boxes is None else boxes, key=lambda box: box.kind != "box")
    return [(box.id, f"{box.name} ({box.holds})") for box in ordered]


class RateForm(Form):
    what = SelectField(_l("Tarifa"), choices=[("/".join(key), name) for key, name in labels.RATES.items()])
    amount = MoneyField(_l("Cantidad"), [Required()], allow_zero=True)
    valid_from = DayField(_l("Desde"), [Required()])
    valid_to = DayField(_l("Hasta"), [Optional()], description=_l("Vacío: sigue vigente."))
    note = StringField(_l("Nota"), [Length(max=200)])
    submit = SubmitField(_l("Ver qué cambia"))

    def dated(self) -> DatedRate:
        """What was typed, as the rules know it."""
        category, unit = self.what.data.split("/")
        return DatedRate(category, unit, self.amount.data, self.valid_from.data, self.valid_to.data)


class DeliverForm(OnceForm):
    box = SelectField(_l("Sale de"), [InputRequired(_l("Elija la caja."))], coerce=int)
    amount = MoneyField(_l("Cantidad"), [Required()])
    occurred_on = DayField(_l("Fecha de entrega"), [Required(), not_in_future], default=_today)
    channel = SelectField(_l("Cómo se entrega"), choices=list(labels.CHANNELS.items()), default="cash")
    signed = SelectField(_l("Cómo firma quien recibe"), choices=list(labels.SIGNATURES.items()))
    signs_for = StringField(_l("Firma a ruego"), [Length(max=160)])
    witness = StringField(_l("Testigo"), [Length(max=160)], description=_l("Obligatorio si no firma quien recibe."))
    submit = SubmitField(_l("Entregar e imprimir el recibo"))

    @classmethod
    def of(cls, advance, giver: User):
        """Out of what `giver` may hand cash from."""
        form = cls()
        form.box.choices = box_choices(custody.handed_out_by(giver))
        if not form.is_submitted():
            form.amount.data = advance.to_deliver
        return form


class SignedSlipForm(Form):
    file = FileField(_l("Foto del recibo firmado"), [FileRequired(_l("Elija la foto."))])
    submit = SubmitField(_l("Subir y confirmar que lo recibió"))


class SignedCashSlipForm(SignedSlipForm):
    submit = SubmitField(_l("Subir el recibo firmado"))


class ReasonForm(Form):
    """Why something ends; its button says what ends."""

    reason = TextAreaField(_l("Motivo"), [Required(), Length(max=200)])
    submit = SubmitField()

    @classmethod
    def to(cls, end: str):
        form = cls()
        form.submit.label.text = end
        return form


class CloseMonthForm(Form):
    in_spite = TextAreaField(
        _l("Por qué se cierra así"),
        [Length(max=300)],
        description=_l("Hay puntos pendientes: queda escrito quién lo cerró así, y por qué."),
    )
    submit = SubmitField(_l("Cerrar el mes"))


class ReopenForm(Form):
    reason = TextAreaField(_l("Por qué se abre de nuevo"), [Required(), Length(max=300)])
    submit = SubmitField(_l("Abrirlo de nuevo"))


class RequestForm(Form):
    """Money for a case, by category; of an approved budget or of a fund."""

    fund = SelectField(_l("Fondo"), coerce=int)
    holder_name = StringField(_l("Quién recibe"), [Required(), Length(max=160)])
    purpose = StringField(
        _l("Para qué"), [Required(), Length(max=120)],
        description=_l("El recibo dice «para …»: los lentes y el pasaje a Tuxtla. Sin decir la enfermedad."),
    )  # fmt: skip
    transport = MoneyField(labels.CATEGORIES["transport"], [Optional()])
    lodging = MoneyField(labels.CATEGORIES["lodging"], [Optional()])
    meals = MoneyField(labels.CATEGORIES["meals"], [Optional()])
    stipend = MoneyField(labels.CATEGORIES["stipend"], [Optional()])
    medicine = MoneyField(labels.CATEGORIES["medicine"], [Optional()])
    other = MoneyField(labels.CATEGORIES["other"], [Optional()])
    submit = SubmitField(_l("Pedir el apoyo"))

    @classmethod
    def of(cls, case: Case):
        form = cls()
        form.fund.choices = fund_choices()
        if not form.is_submitted():
            form.holder_name.data = _receives(case)
        return form

    def lines(self) -> dict[str, Money]:
        named = {name: getattr(self, name).data for name in labels.CATEGORIES if name != "sms"}
        return {name: amount for name, amount in named.items() if amount}


def _receives(case: Case) -> str:
    """The relative who may receive the money, else the patient."""
    return next((relative.person for relative in case.companions if relative.receives_money), case.patient).full_name


def fund_choices() -> list[tuple[int, str]]:
    return [(fund.id, f"{fund.name} ({fund.available})") for fund in queries.funds() if fund.active]


class ClaimForm(Form):
    """A reimbursement without an advance."""

    fund = SelectField(_l("Fondo"), coerce=int)
    payee = StringField(_l("A quién se le paga"), [Required(), Length(max=160)])
    submit = SubmitField(_l("Empezar la comprobación"))

    @classmethod
    def of(cls, case: Case):
        form = cls()
        form.fund.choices = fund_choices()
        if not form.is_submitted():
            form.payee.data = _receives(case)
        return form


class SubmitClaimForm(Form):
    note = StringField(
        _l("Cómo consta que viajaron"), [Length(max=200)],
        description=_l("Contrarreferencia, sello del hospital; o: el hospital canceló estando allá."),
    )  # fmt: skip
    file = FileField(_l("Foto de la constancia"))
    submit = SubmitField(_l("Enviar a revisión"))


class SettleForm(Form):
    box = SelectField(_l("Caja"), [InputRequired(_l("Elija la caja."))], coerce=int)
    returned = MoneyField(_l("Devuelve"), [Optional()], allow_zero=True)
    keep_open = BooleanField(_l("Habrá otra comprobación de este apoyo"))
    submit = SubmitField(_l("Cerrar la comprobación"))

    @classmethod
    def of(cls, claim):
        form = cls()
        form.box.choices = box_choices()
        if not (claim.advance and claim.advance.outstanding):  # nothing is left to come back, or to prove
            del form.returned, form.keep_open
        elif not form.is_submitted():
            form.returned.data = claim.advance.outstanding
        form.box.label.text = _("De dónde se le paga") if claim.to_reimburse else _("Adónde entra lo que devuelve")
        return form


class ReturnForm(OnceForm):
    box = SelectField(_l("Entra en"), [InputRequired(_l("Elija la caja."))], coerce=int)
    returned = MoneyField(_l("Cantidad devuelta"), [Required()])
    occurred_on = DayField(_l("Cuándo la devolvieron"), [Required(), not_in_future], default=_today)
    submit = SubmitField(_l("Registrar la devolución"))

    @classmethod
    def of(cls, advance):
        form = cls()
        form.box.choices = box_choices()
        if not form.is_submitted():
            form.returned.data = advance.outstanding
        return form
