"""Forms: Spanish sentences, money that is not a float, and refusals that land beside their field."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, DecimalField, HiddenField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, StopValidation

from .clock import at_wall, to_local, today
from .errors import Refused
from .language import _, _l
from .money import Money


class Form(FlaskForm):
    """A page's form. `form_errors` holds the sentences that belong to no single field."""

    class Meta:
        locales = ("es",)

        def bind_field(self, form, unbound_field, options):
            filters = unbound_field.kwargs.get("filters", [])
            if issubclass(unbound_field.field_class, StringField) and _trim not in filters:
                unbound_field.kwargs["filters"] = [*filters, _trim]
            if isinstance(unbound_field.kwargs.get("choices"), list | tuple):
                unbound_field.kwargs["choices"] = choices(unbound_field.kwargs["choices"])
            return unbound_field.bind(form=form, **options)


class OnceForm(Form):
    """A form that may be sent once: its number is drawn with the page, and the same sending again does nothing."""

    once = HiddenField(default=lambda: uuid4().hex, validators=[Length(max=40)])


def choices(pairs: Mapping | Iterable, blank: object = None) -> list[SelectChoice]:
    """What a select offers, from `(value, label)` pairs or a mapping; `blank` is what choosing nothing is called.

    Whoever sets `form.field.choices` on a page calls it: WTForms no longer takes bare pairs.
    """
    items = list(pairs.items()) if isinstance(pairs, Mapping) else list(pairs)
    if blank is not None:
        items = [("", blank), *items]
    return [item if isinstance(item, SelectChoice) else SelectChoice(*item) for item in items]


def _trim(value):
    return value.strip() if isinstance(value, str) else value


class Required(InputRequired):
    """Something has to be typed; spaces are nothing."""

    def __init__(self, message=None):
        super().__init__(message or _l("Falta este dato."))

    def __call__(self, form, field):
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(str(self.message))


class DegreesField(DecimalField):
    """A latitude or a longitude, with a point or a comma."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata([text.strip().replace(",", ".") for text in valuelist])
        except ValueError as unread:
            raise ValueError(_("Escriba grados con decimales y sin letras: 15.78090, o -92.81687.")) from unread


class MoneyField(StringField):
    """Pesos as people type them; `data` is Money or None. Keeps what was typed when it is refused."""

    def __init__(self, label=None, validators=None, *, allow_zero=False, **kwargs):
        super().__init__(label, validators, render_kw={"inputmode": "decimal", "autocomplete": "off"}, **kwargs)
        self.allow_zero = allow_zero
        self.typed = ""

    def process_formdata(self, valuelist):
        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        if not self.typed.strip():
            return
        try:
            amount = Money.parse(self.typed)
        except Refused as refusal:
            raise ValueError(str(refusal)) from refusal
        if amount < Money.zero() or (not amount and not self.allow_zero):
            raise ValueError(_("La cantidad debe ser mayor que cero."))
        self.data = amount

    def _value(self):
        return self.typed or (f"{self.data.decimal:,.2f}" if isinstance(self.data, Money) else "")


class DayField(DateField):
    """A calendar day; the browser's own picker, and a sentence when it is impossible."""

    def process_formdata(self, valuelist):
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError as impossible:
            self.data = None
            raise ValueError(_("Esa fecha no existe. Escríbala como año-mes-día.")) from impossible


class LocalTimeField(DateTimeLocalField):
    """An instant, typed as the programme's wall clock shows it; `data` is aware, in UTC."""

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        if valuelist and self.data is not None:  # nothing sent: the default stays, an instant already
            self.data = at_wall(self.data.date(), self.data.time())

    def _value(self):
        if self.raw_data:
            return " ".join(self.raw_data)
        return to_local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""


def not_in_future(_form, field) -> None:
    """A validator: what already happened cannot have happened tomorrow."""
    if field.data and field.data > today():
        raise StopValidation(_("La fecha no puede ser posterior a hoy."))


@contextmanager
def refusals_on(form: FlaskForm) -> Iterator[None]:
    """A Refused raised inside becomes an error on the field it names, else on the form; nothing is lost.

    Use: `with refusals_on(form), transaction(): operation(...); return redirect(...)`, then render again.
    """
    try:
        yield
    except Refused as refusal:
        field = form._fields.get(refusal.field) if refusal.field else None
        errors = field.errors if field is not None else form.form_errors
        errors = [*errors, str(refusal)]
        if field is not None:
            field.errors = errors
        else:
            form.form_errors = errors
