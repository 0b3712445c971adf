"""What people type of a receipt, and what they say of two that look alike."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    DecimalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.foundation import pdf_pages
from app.foundation.clock import today
from app.foundation.errors import Refused
from app.foundation.forms import DayField, Form, MoneyField, Required, not_in_future
from app.foundation.language import _, _l

from . import covering, labels, rules
from .cfdi import Cfdi
from .direct_rules import check_rfc
from .operations.receipts import Paper, Ride
from .product_codes import suggested

RIDES = 6  # rows of a relación de pasajes on one page
SIDES = ("left", "top", "width", "height")
PERCENT = NumberRange(0, 100, _l("De 0 a 100."))
FILES = ".jpg,.jpeg,.png,.webp,.pdf,.xml,image/jpeg,image/png,image/webp,application/pdf,text/xml,application/xml"


class RideForm(PlainForm):
    """One row of a relación de pasajes; an empty row is no row."""

    on = DayField(_l("Día"), [Optional()])
    leg = StringField(_l("Tramo"), [Length(max=120)])
    driver = StringField(_l("Chofer o unidad"), [Length(max=120)])
    amount = MoneyField(_l("Pasaje"), [Optional()])


class WithUpload(Form):
    """A form with a file. `upload`: one that was taken in before, so that it is not chosen again."""

    upload = HiddenField()

    def upload_id(self, asked: str | None) -> int | None:
        """The file taken in before, as the form carries it or the address names it."""
        typed = self.upload.data or asked or ""
        return int(typed) if typed.isdigit() and len(typed) < 10 else None


class ReceiptForm(WithUpload):
    """Typed, with its picture; or a CFDI's XML, which fills the rest by itself."""

    kind = SelectField(_l("Comprobante"), choices=list(labels.RECEIPTS.items()))
    file = FileField(
        _l("Foto, PDF o XML"), description=_l("Con el XML de un CFDI, lo demás se llena solo."),
        render_kw={"accept": FILES},
    )  # fmt: skip
    category = SelectField(_l("Rubro"), choices=[i for i in labels.CATEGORIES.items() if i[0] != "sms"])
    concept = StringField(_l("Concepto"), [Required(), Length(max=160)])
    vendor = StringField(_l("Proveedor"), [Length(max=160)])
    issued_on = DayField(_l("Fecha"), [Optional(), not_in_future])
    total = MoneyField(_l("Total"), [Optional()])
    rfc = StringField(_l("RFC, si lo dice"), [Length(max=20)])
    folio = StringField(_l("Folio"), [Length(max=60)])
    uuid = StringField(_l("Folio fiscal (UUID), si es CFDI"), [Length(max=36)])
    excuse = StringField(
        _l("Por qué se acepta así"), [Length(max=200)],
        description=_l("Sólo si pasa del tope o si no hubo el comprobante que toca."),
    )  # fmt: skip
    invoiceable = BooleanField(_l("El proveedor puede dar factura: pedirla"))
    invoice_by = DayField(_l("Factura hasta"), [Optional()], description=_l("Vacío: hasta el fin del mes."))
    rides = FieldList(FormField(RideForm), min_entries=RIDES, max_entries=RIDES)
    submit = SubmitField(_l("Agregar el comprobante"))

    def propose(self, read: Cfdi | None, pictured: bool) -> None:
        """What can be known before anybody types; what was typed stays."""
        if not self.is_submitted():
            self.kind.data = "cfdi" if read else "ticket" if pictured else self.kind.data
            proposed = category_proposed(read)
            self.category.data = proposed[0] if proposed else self.category.data
        if read and not self.concept.data:
            self.concept.data = ", ".join(item.words for item in read.items)[:160]

    def paper(self, read: Cfdi | None, today: date) -> Paper:
        """From the CFDI's own XML where there is one, else as typed. Refused: what nobody typed."""
        excuse = self.excuse.data or ""
        if read is not None:
            return Paper.of(read, excuse)
        rides = self.ridden(today)
        total = self.total.data or (sum((ride.amount for ride in rides[1:]), rides[0].amount) if rides else None)
        issued_on = self.issued_on.data or max((ride.on for ride in rides), default=None)
        if issued_on is None:
            raise Refused(_("Falta la fecha."), "issued_on")
        if not self.vendor.data and self.kind.data != "relacion_de_pasajes":
            raise Refused(_("Falta el proveedor."), "vendor")
        rules.check_amount(total, "total")
        return Paper(
            self.kind.data, self.vendor.data or _("Varios choferes"), issued_on, total, self.folio.data or "",
            (self.uuid.data or "").upper() or None, check_rfc(self.rfc.data) if self.rfc.data else None, excuse=excuse,
            rides=rides,
        )  # fmt: skip

    def ridden(self, today: date) -> tuple[Ride, ...]:
        """The filled rows of a relación de pasajes; a row without a day has the receipt's, or today's."""
        rows = (entry.form for entry in self.rides)
        return tuple(
            Ride(
                row.on.data or self.issued_on.data or today, row.leg.data or "", row.driver.data or "", row.amount.data
            )
            for row in rows
            if self.kind.data == "relacion_de_pasajes" and row.amount.data
        )


def category_proposed(read: Cfdi | None) -> tuple[str, str] | None:
    """(category, SAT's code that says so), where a CFDI's lines say it for sure."""
    return suggested((item.code, item.amount) for item in read.items) if read else None


class ExchangeForm(Form):
    """The invoice of a ticket. `xml`, `pdf`: files that were kept while a difference asked for its reason."""

    xml, pdf = HiddenField(validators=[Length(max=64)]), HiddenField(validators=[Length(max=64)])
    files = MultipleFileField(
        _l("El XML de la factura, y su PDF si lo hay"), description=_l("También puede arrastrarlos sobre el ticket."),
        render_kw={"accept": ".xml,.pdf,text/xml,application/xml,application/pdf", "multiple": True},
    )  # fmt: skip
    reason = StringField(
        _l("Por qué es la misma compra"), [Length(max=200)], description=_l("Sólo si el ticket y la factura difieren.")
    )
    submit = SubmitField(_l("Cambiar por esta factura"))


class SatForm(Form):
    status = RadioField(
        _l("El SAT dice que está"), [InputRequired(_l("Elija si está vigente o cancelado."))],
        choices=list(labels.SAT_STATUSES.items()),
    )  # fmt: skip
    looked_on = DayField(_l("Se consultó el"), [Required(), not_in_future], default=today)
    submit = SubmitField(_l("Anotar"))


class BoxForm(PlainForm):
    """One part to be covered, in per cent of the picture; of a PDF, on which page. An empty row is none."""

    left = DecimalField(_l("Izquierda"), [Optional(), PERCENT], places=1)
    top = DecimalField(_l("Arriba"), [Optional(), PERCENT], places=1)
    width = DecimalField(_l("Ancho"), [Optional(), PERCENT], places=1)
    height = DecimalField(_l("Alto"), [Optional(), PERCENT], places=1)
    page = IntegerField(_l("Página"), [Optional(), NumberRange(1, pdf_pages.MOST, _l("De 1 a 4."))])


class CoverForm(Form):
    boxes = FieldList(FormField(BoxForm), max_entries=covering.MOST)
    submit = SubmitField(_l("Tapar"))

    @classmethod
    def of(cls, boxes: Sequence[Sequence[int]]) -> "CoverForm":
        """What is covered already, in thousandths, and empty rows; what was sent comes before both."""
        form = cls()
        if not form.is_submitted():
            for box in boxes:
                sides = dict(zip(SIDES, (Decimal(side) / 10 for side in box[:4]), strict=True))
                form.boxes.append_entry(sides | {"page": next(iter(box[4:]), 1)})
            for _empty in range(covering.MOST - len(boxes)):
                form.boxes.append_entry()
        return form

    def marked(self) -> list[covering.Box]:
        """Refused: a row that is only half filled."""
        found = []
        for number, row in enumerate(self.boxes, 1):
            told = [row.form[side].data for side in SIDES]
            if all(side is None for side in told):
                continue
            if None in told:
                raise Refused(_("A la parte %(number)s le faltan números: son cuatro.", number=number))
            found.append(covering.Box(*(round(side * 10) for side in told), page=row.form.page.data or 1))
        return found


class TwinForm(Form):
    verdict = RadioField(
        _l("¿Es el mismo comprobante?"), [InputRequired(_l("Elija si es el mismo o si son distintos."))],
        choices=[("same", _l("Es el mismo")), ("different", _l("Son distintos"))],
    )  # fmt: skip
    reason = StringField(
        _l("Si son distintos, en qué se nota"), [Length(max=200)],
        description=_l("Por ejemplo: dos pasajes del mismo día, uno de ida y otro de vuelta."),
    )  # fmt: skip
    submit = SubmitField(_l("Guardar"))
