"""The shape of what people type of a direct payment, step by step."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Optional

from app.foundation import clock
from app.foundation.forms import DayField, Form, MoneyField, OnceForm, Required, choices, not_in_future
from app.foundation.language import _l

from . import labels
from .models import Custodian
from .models.funds import DIRECT_CATEGORIES


class QuotationForm(OnceForm):
    supplier = StringField(_l("Proveedor"), [Required(), Length(max=160)])
    rfc = StringField(
        _l("RFC del proveedor"), [Required(), Length(max=20)], description=_l("El de quien va a facturar.")
    )
    category = SelectField(_l("Rubro"), choices=[(code, labels.CATEGORIES[code]) for code in DIRECT_CATEGORIES],
                           default="medicine")  # fmt: skip
    concept = StringField(
        _l("Qué se paga"), [Required(), Length(max=160)], description=_l("Sin nombre ni diagnóstico: sale en informes.")
    )
    amount = MoneyField(_l("Total, con IVA"), [Required()])
    file = FileField(_l("Cotización, si la hay (foto o PDF)"), [Optional()],
                     render_kw={"accept": ".jpg,.jpeg,.png,.webp,.pdf,image/*,application/pdf"})  # fmt: skip
    submit = SubmitField(_l("Pedir que se autorice"))


class PayForm(OnceForm):
    box = SelectField(_l("Sale de"), [InputRequired(_l("Elija la caja o el banco."))], coerce=int)
    reference = StringField(
        _l("Referencia"), [Required(), Length(max=60)],
        description=_l("La clave de rastreo de la transferencia, o el folio del recibo de caja."),
    )  # fmt: skip
    paid_on = DayField(_l("Día del pago"), [Required(), not_in_future], default=clock.today)
    cfdi_by = DayField(
        _l("El proveedor factura hasta"), [Optional()], description=_l("Vacío: hasta el fin del mes del pago.")
    )
    submit = SubmitField(_l("Registrar el pago"))

    @classmethod
    def of(cls, boxes: list[Custodian]):
        """A bank is proposed, for suppliers are paid by transfer."""
        form = cls()
        form.box.choices = choices((box.id, f"{box.name} ({box.holds})") for box in boxes)
        if not form.is_submitted():
            form.box.data = next((box.id for box in boxes if box.kind == "bank"), None)
        return form


class CfdiForm(Form):
    file = FileField(
        _l("XML de la factura"), [FileRequired(_l("Elija el XML que mandó el proveedor."))],
        description=_l("Debe ser del mismo proveedor y por el total exacto que se pagó."),
        render_kw={"accept": ".xml,text/xml,application/xml"},
    )  # fmt: skip
    submit = SubmitField(_l("Revisar y cerrar el pago"))
