"""The shape of what people type into the books: corrections and their reasons."""

from wtforms import SelectField, SubmitField, TextAreaField
from wtforms.validators import Length

from app.foundation.forms import Form, Required, choices
from app.foundation.language import _, _l
from app.foundation.money import Money

from . import labels, queries
from .models import Fund


class ReversalForm(Form):
    reason = TextAreaField(_l("Por qué se revierte"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Pedir el reverso"))


class DeclineForm(Form):
    answer = TextAreaField(_l("Por qué no procede"), [Required(), Length(max=200)])
    submit = SubmitField(_l("No procede"))


class ReclassForm(Form):
    """A category for each expense of the entry (fields `category_0`, `category_1` …) and the fund."""

    fund = SelectField(_l("Fondo"), coerce=int)
    reason = TextAreaField(_l("Por qué se cambia"), [Required(), Length(max=200)])
    submit = SubmitField(_l("Pedir el cambio"))

    @classmethod
    def of(cls, spent: dict[tuple[int | None, str], Money], fund: Fund):
        """`spent`: the entry's expenses by (receipt, category); it begins as the books are now."""
        offered = [item for item in labels.CATEGORIES.items() if item[0] != "sms"]
        fields = {
            f"category_{n}": SelectField(_("Rubro de %(amount)s", amount=amount), choices=offered, default=category)
            for n, ((_receipt_id, category), amount) in enumerate(spent.items())
        }
        form = type("BoundReclassForm", (cls,), fields)()
        form.keys = list(spent)
        names = [(one.id, one.name) for one in queries.funds() if one.active or one.id == fund.id]
        form.fund.choices = choices(names)
        if not form.is_submitted():
            form.fund.data = fund.id
        return form

    def expenses(self) -> list[tuple[tuple[int | None, str], SelectField]]:
        return [(key, self[f"category_{n}"]) for n, key in enumerate(self.keys)]

    def changes(self) -> dict[tuple[int | None, str], str]:
        return {key: field.data for key, field in self.expenses() if field.data != key[1]}
