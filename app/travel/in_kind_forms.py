"""What people type about help in kind."""

from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import Length, Optional

from app.foundation.clock import today
from app.foundation.forms import DayField, Form, MoneyField, OnceForm, Required, choices, not_in_future
from app.foundation.language import _l

from .operations.in_kind import Given
from .rules import IN_KIND_NAMES


class InKindForm(OnceForm):
    kind = SelectField(_l("Qué clase de ayuda"), choices=choices(IN_KIND_NAMES))
    description = StringField(
        _l("Qué se dio"), [Required(), Length(max=200)], description=_l("«Metformina 850 mg», «Tomografía».")
    )
    quantity = StringField(_l("Cuánto"), [Length(max=40)], description=_l("«3 cajas», «1 estudio»."))
    value = MoneyField(
        _l("Valor estimado (pesos)"), [Optional()],
        description=_l("Si se sabe. Es aparte del dinero del programa: no entra en las seis cifras."),
    )  # fmt: skip
    given_by = StringField(
        _l("Quién lo dio"), [Required(), Length(max=120)], description=_l("La persona, la fundación o el hospital.")
    )
    occurred_on = DayField(_l("Qué día se dio"), [Required(), not_in_future], default=today)
    trip_id = SelectField(_l("Para qué viaje"))
    submit = SubmitField(_l("Anotar"))

    def given(self) -> Given:
        trip_id = int(self.trip_id.data) if self.trip_id.data else None
        return Given(
            self.kind.data, self.description.data, self.given_by.data, self.occurred_on.data, self.quantity.data or "",
            self.value.data, trip_id,
        )  # fmt: skip


class RemoveInKindForm(Form):
    reason = StringField(
        _l("Por qué se quita"), [Required(), Length(max=200)],
        description=_l("Queda tachada en el caso, con este motivo."),
    )  # fmt: skip
    submit = SubmitField(_l("Guardar"))
