"""What a donor limits, as finance types it: the terms of a fund and its partidas."""

from wtforms import IntegerField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.cases import queries as cases
from app.foundation.forms import DayField, Form, MoneyField, choices
from app.foundation.language import _l
from app.foundation.money import Money

from . import labels
from .models import Fund
from .operations import Limits


class Ticks(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Years(IntegerField):
    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError as odd:
            raise ValueError(str(_l("Escriba la edad en años, con números."))) from odd


class TermsForm(Form):
    eligible_from = DayField(_l("Cubre gastos desde"), [Optional()])
    eligible_to = DayField(_l("hasta"), [Optional()])
    categories = Ticks(_l("Rubros"), description=_l("Ninguno marcado: cualquiera."))
    clinics = Ticks(_l("Clínicas"), description=_l("Ninguna marcada: cualquiera."))
    icd10 = StringField(
        _l("Diagnósticos (CIE-10)"), [Length(max=200)], description=_l("Principios de código: C50, N18. Vacío: todos.")
    )
    age_from = Years(_l("Edad desde"), [Optional()])
    age_to = Years(_l("hasta"), [Optional()])
    submit = SubmitField(_l("Guardar las condiciones"))

    @classmethod
    def of(cls, fund: Fund):
        form = cls()
        form.categories.choices = choices(labels.CATEGORIES)
        form.clinics.choices = choices((place.code, place.name) for place in cases.places("clinic"))
        if not form.is_submitted():
            form.fill(fund)
        return form

    def fill(self, fund: Fund) -> None:
        def values(kind):
            return [item.value for item in fund.restrictions if item.kind == kind]

        self.eligible_from.data, self.eligible_to.data = fund.eligible_from, fund.eligible_to
        self.categories.data, self.clinics.data = values("category"), values("clinic")
        self.icd10.data = ", ".join(values("icd10"))
        for name in ("age_from", "age_to"):
            self[name].data = next((int(age) for age in values(name)), None)
        for partida in fund.partidas:
            self[f"partida_{partida.category}"].data = Money(partida.ceiling_minor, fund.currency)

    def partida_fields(self) -> list:
        return [self[f"partida_{category}"] for category in labels.CATEGORIES]

    def limits(self) -> Limits:
        return Limits(
            tuple(self.categories.data), tuple(self.clinics.data), self.icd10.data or "", self.age_from.data,
            self.age_to.data, self.eligible_from.data, self.eligible_to.data,
        )  # fmt: skip

    def partidas(self) -> dict[str, Money]:
        typed = {category: self[f"partida_{category}"].data for category in labels.CATEGORIES}
        return {category: ceiling for category, ceiling in typed.items() if ceiling}


for category, name in labels.CATEGORIES.items():
    setattr(TermsForm, f"partida_{category}", MoneyField(name, [Optional()]))
