"""Forms of imports: the file, and one refused row to be corrected."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import Length, Optional

from app.foundation.forms import Form, MoneyField, Required, choices
from app.foundation.language import _l
from app.travel.rules import MODE_NAMES

from .gtfs import MODES
from .kinds import KIND_NAMES, columns_of


class SheetForm(Form):
    kind = SelectField(_l("Qué trae"), choices=list(KIND_NAMES.items()), default="referrals")
    file = FileField(
        _l("Hoja"), [FileRequired(_l("Elija el archivo."))],
        description=_l("CSV o Excel (.xlsx). Primero se muestra qué pasaría con cada fila; nada se guarda todavía."),
    )  # fmt: skip
    submit = SubmitField(_l("Ver qué trae"))


class TimetableForm(Form):
    file = FileField(
        _l("Archivo GTFS"), [FileRequired(_l("Elija el archivo."))],
        description=_l("El .zip que publica el municipio o la empresa. Primero se muestra qué agregaría."),
    )  # fmt: skip
    prefix = StringField(
        _l("Letras para las paradas nuevas"), [Required(), Length(max=6)],
        description=_l("De 1 a 6, sin acentos: con TX quedan TX1, TX2… Las que ya tenemos conservan su clave."),
    )  # fmt: skip
    mode = SelectField(_l("En qué se viaja"), choices=choices({code: MODE_NAMES[code] for code in MODES}))
    fare = MoneyField(
        _l("Pasaje de lo que venga sin precio (pesos)"), [Optional()], allow_zero=True,
        description=_l("De una persona, completo. Vacío: esas rutas esperan en «Filas por revisar»."),
    )  # fmt: skip
    submit = SubmitField(_l("Ver qué agregaría"))


def row_form(kind: str, cells: dict[str, str]) -> Form:
    """A field for each column of this kind of sheet, by its label, with what was typed."""
    labels = list(dict.fromkeys([*columns_of(kind), *cells]))
    fields = {f"cell_{at}": StringField(label) for at, label in enumerate(labels)}
    row = type("RowForm", (Form,), fields | {"submit": SubmitField(_l("Meter esta fila"))})
    return row(data={f"cell_{at}": cells.get(label, "") for at, label in enumerate(labels)})


def cells_in(form: Form) -> dict[str, str]:
    """What the form holds, by column label."""
    return {field.label.text: field.data or "" for field in form if field.name.startswith("cell_")}
