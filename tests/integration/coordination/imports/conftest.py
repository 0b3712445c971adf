"""A clinic, a hospital, and sheets of a few rows about doña Rosa's neighbours."""

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cases import operations as cases
from app.cases.models import Case
from app.coordination.imports import operations
from app.foundation import clock
from app.foundation.db import db, transaction
from tests.moment import NOW

EXAMPLES = Path(__file__).parents[4] / "examples"
HEADERS = (
    "Folio,Fecha de referencia,Clínica,Nombre(s),Primer apellido,Segundo apellido,Sexo,Fecha de nacimiento,CURP,"
    "Teléfono,Teléfono de quién,Acompañante,Parentesco,Tel. acompañante,CIE-10,Diagnóstico,Especialidad,Hospital,"
    "Urgente,Fecha de cita,Hora de cita,Seguro,Lengua,Sabe leer,Refiere,Acepta SMS,Observaciones"
).split(",")
ROSA = {
    "Folio": "R-1", "Fecha de referencia": "18/05/2026", "Clínica": "Salvador Urbina", "Nombre(s)": "Rosa",
    "Primer apellido": "Mejía", "Segundo apellido": "Gómez", "Sexo": "Mujer", "Fecha de nacimiento": "17-10-79",
    "CURP": "MEGR791017MCSJMS06", "Teléfono": "992 431 2449", "Teléfono de quién": "propio",
    "Acompañante": "Juan Aguilar", "Parentesco": "esposo", "Tel. acompañante": "0449923352718", "CIE-10": "K80",
    "Diagnóstico": "colelitiasis", "Especialidad": "cirugía", "Hospital": "HGM", "Urgente": "no",
    "Fecha de cita": "15/12/2026", "Hora de cita": "8:00", "Seguro": "ninguno", "Lengua": "español",
    "Sabe leer": "sí", "Refiere": "pasante", "Acepta SMS": "sí",
}  # fmt: skip


def row(**changed):
    """Rosa's row, but for what is `changed`; spaces of a header are underscores."""
    named = {
        header.replace(" ", "_").replace("(s)", "").replace(".", "").replace("-", "_"): header for header in HEADERS
    }
    return ROSA | {named[name]: text for name, text in changed.items()}


def sheet(*rows, headers=HEADERS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, headers, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def bring_in(content, kind="referrals", by=None):
    """Judges and writes as the command line does; the batch and its rows."""
    with transaction():
        batch = operations.keep(kind, f"{kind}.csv", content, clock.now(), by)
        judged = operations.bring_in(batch, clock.now(), by)
    return batch, judged


def one(*rows):
    """The verdict and messages of the last row of a sheet of these rows."""
    judged = bring_in(sheet(*rows))[1][-1]
    return judged.verdict, judged.messages


def case_of(folio) -> Case:
    return db.session.scalar(select(Case).where(Case.folio == folio))


@pytest.fixture
def places(app):
    """SAL and REF refer, HGM receives."""
    with transaction():
        for code, name, kind in (
            ("SAL", "Clínica Salvador Urbina", "clinic"),
            ("REF", "Clínica Reforma", "clinic"),
            ("HGM", "Hospital Dr. Jesús Gilberto Gómez Maza", "hospital"),
            ("HCU", "Hospital de las Culturas", "hospital"),
        ):
            cases.save_place(code, name=name, kind=kind, now=NOW, by=None)
