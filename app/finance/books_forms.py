"""The shape of what people type into the books: corrections and their reasons, cash counts, bank statements."""

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from app.foundation.db import LARGEST_ID
from app.foundation.forms import DayField, Form, MoneyField, Required, choices, not_in_future
from app.foundation.language import _, _l
from app.foundation.money import Money

from . import cash, labels, queries
from .models import Fund


class ReversalForm(Form):
    reason = TextAreaField(_l("Por qué se revierte"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Pedir el reverso"))


class DeclineForm(Form):
    answer = TextAreaField(_l("Por qué"), [Required(), Length(max=200)])


class ReclassForm(Form):
    """A category for each expense of the entry (fields `category_0`, `category_1` …), and for each fund that bears it
    the one that does from now on (`payer_7` for the fund 7)."""

    reason = TextAreaField(_l("Por qué se cambia"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Pedir el cambio"))

    @classmethod
    def of(cls, spent: dict[tuple[int | None, str], Money], funds: list[Fund]):
        """`spent`: the entry's expenses by (receipt, category); it begins as the books are now."""
        offered = [item for item in labels.CATEGORIES.items() if item[0] != "sms"]
        fields = {
            f"category_{n}": SelectField(_("Rubro de %(amount)s", amount=amount), choices=offered, default=category)
            for n, ((_receipt_id, category), amount) in enumerate(spent.items())
        }
        known = [(one.id, one.name) for one in queries.funds() if one.active or one in funds]
        for fund in funds:
            label = _("Lo que paga %(fund)s lo paga", fund=fund.name) if len(funds) > 1 else _("Fondo")
            fields[f"payer_{fund.id}"] = SelectField(label, coerce=int, choices=choices(known), default=fund.id)
        form = type("BoundReclassForm", (cls,), fields)()
        form.keys, form.funds = list(spent), funds
        return form

    def payers(self) -> list[SelectField]:
        return [self[f"payer_{fund.id}"] for fund in self.funds]

    def goes(self) -> dict[int, int]:
        """Fund → the one that bears its part instead, where that is another."""
        chosen = {fund.id: field.data for fund, field in zip(self.funds, self.payers(), strict=True)}
        return {fund_id: then for fund_id, then in chosen.items() if then != fund_id}

    def expenses(self) -> list[tuple[tuple[int | None, str], SelectField]]:
        return [(key, self[f"category_{n}"]) for n, key in enumerate(self.keys)]

    def changes(self) -> dict[tuple[int | None, str], str]:
        return {key: field.data for key, field in self.expenses() if field.data != key[1]}


class PiecesField(IntegerField):
    """How many of one piece; nothing typed is none."""

    def process_formdata(self, valuelist):
        typed = valuelist[0].replace(",", "").strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = int(typed)
            except ValueError as unread:
                raise ValueError(_("Escriba cuántas piezas hay, en números enteros.")) from unread


class CountForm(Form):
    """A field for each bill and coin (`bill_20000`, `coin_50` …), the witness, a note."""

    witness = StringField(_l("Testigo"), [Required(), Length(max=160)], description=_l("Firma con usted la hoja."))
    note = StringField(_l("Nota"), [Length(max=200)])
    submit = SubmitField(_l("Guardar el arqueo"))

    @classmethod
    def of(cls):
        whole = [Optional(), NumberRange(0, 100_000, _l("Entre 0 y 100,000 piezas."))]
        fields = {
            piece.key: PiecesField(piece.name, whole, render_kw={"inputmode": "numeric", "autocomplete": "off"})
            for piece in cash.PIECES
        }
        return type("BoundCountForm", (cls,), fields)()

    def of_kind(self, kind: str) -> list[PiecesField]:
        return [self[piece.key] for piece in cash.PIECES if piece.kind == kind]

    def pieces(self) -> dict[cash.Piece, int]:
        return {piece: self[piece.key].data or 0 for piece in cash.PIECES}


class FundForm(Form):
    """A form in which one of the active funds is chosen."""

    @classmethod
    def of(cls):
        form = cls()
        form.fund.choices = choices((fund.id, fund.name) for fund in queries.funds() if fund.active)
        return form


class AdjustForm(FundForm):
    fund = SelectField(_l("Fondo que lo absorbe"), coerce=int)
    reason = TextAreaField(_l("A qué se debe"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Pedir el ajuste"))


class BankChargeForm(FundForm):
    """A movement of the bank that is nobody's: what it is, and the fund."""

    fund = SelectField(_l("Fondo"), coerce=int, description=_l("Paga lo que salió, o recibe lo que entró."))
    reason = StringField(_l("Qué es"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Pedir que se asiente"))


class StatementForm(Form):
    file = FileField(
        _l("Estado de cuenta (CSV)"), [FileRequired(_l("Elija el archivo."))],
        description=_l("Columnas: fecha, descripción, referencia, depósito, retiro; y saldo, si lo trae."),
    )  # fmt: skip
    submit = SubmitField(_l("Traer los movimientos"))


class BankBalanceForm(Form):
    on_day = DayField(_l("Al terminar el día"), [Required(), not_in_future])
    amount = MoneyField(_l("Saldo según el banco"), [Required()], allow_zero=True)
    submit = SubmitField(_l("Guardar el saldo"))


class PairForm(Form):
    """Which movements of the bank are which of the books, by their numbers: a box beside each."""

    lines = SelectMultipleField(coerce=int, validate_choice=False)
    booked = SelectMultipleField(coerce=int, validate_choice=False)
    submit = SubmitField(_l("Son el mismo movimiento"))

    def marked(self) -> tuple[set[int], set[int]]:
        """Numbers that can be a row's."""
        return tuple({key for key in field.data or () if 0 < key <= LARGEST_ID} for field in (self.lines, self.booked))


class UnpairForm(Form):
    reason = TextAreaField(_l("Por qué no eran el mismo"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Deshacer la pareja"))
