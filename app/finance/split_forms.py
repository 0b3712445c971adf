"""What is typed about who pays: the parts of a budget among several funds, and the caps of one."""

from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import Length, Optional

from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.forms import DayField, Form, MoneyField, Required, choices
from app.foundation.language import _, _l
from app.foundation.money import Money, total

from . import labels, offers, sharing
from .models import Budget, Fund


class SplitForm(Form):
    """A field for each fund that may pay something: an amount, `60 %`, or `resto`.

    Enter looks before it authorises: the first button is the one that only reckons.
    """

    look = SubmitField(_l("Calcular"))
    submit = SubmitField(_l("Autorizar y apartar el dinero"))

    @classmethod
    def of(cls, offered: list[offers.Offer], budget: Budget):
        able = [offer for offer in offered if offer.most]
        typed = {f"part_{offer.fund.id}": StringField(offer.fund.name, [Optional(), Length(max=20)]) for offer in able}
        form = type("SplitForm", (cls,), typed)()
        form.funds = [offer.fund for offer in able]
        if not form.is_submitted():
            form.fill(_chosen(budget, able) or offers.proposal(able, budget))
        return form

    def field_of(self, fund: Fund):
        return self[f"part_{fund.id}"] if fund in self.funds else None

    def sum(self, whole: Money) -> Money | None:
        """Of what stands in the fields; None: something there is no amount."""
        try:
            return total(sharing.read(whole, self._typed()), whole.currency)
        except Refused:
            return None

    def _typed(self) -> list[str]:
        return [self.field_of(fund).data or "" for fund in self.funds]

    def parts(self, whole: Money) -> list[tuple[Fund, Money]]:
        return list(zip(self.funds, sharing.shares_typed(whole, self._typed()), strict=True))

    def fill(self, amounts: list[Money]) -> None:
        """Each part in pesos, so that whoever authorises has read it."""
        for fund, amount in zip(self.funds, amounts, strict=True):
            self.field_of(fund).data = f"{amount.decimal:,.2f}" if amount else ""


def _chosen(budget: Budget, able: list[offers.Offer]) -> list[Money] | None:
    """As somebody shared it already; None: nobody did, or a fund of theirs may not pay by now."""
    parts = {part.fund_id: part.amount for part in budget.parts}
    if not budget.split or set(parts) - {offer.fund.id for offer in able}:
        return None
    return [parts.get(offer.fund.id, Money.zero(budget.currency)) for offer in able]


class CapForm(Form):
    kind = SelectField(_l("Tope"), choices=list(labels.CAPS.items()))
    category = SelectField(_l("Rubro"), description=_l("Sólo si el tope es de un rubro."))
    amount = MoneyField(_l("Lo más que da"), [Required()])
    valid_from = DayField(_l("Desde"), [Required()], default=clock.today)
    valid_to = DayField(_l("Hasta"), [Optional()], description=_l("Vacío: hasta nuevo aviso."))
    submit = SubmitField(_l("Poner el tope"))

    @classmethod
    def of(cls):
        form = cls()
        form.category.choices = choices(labels.CATEGORIES, blank=_("No aplica"))
        return form
