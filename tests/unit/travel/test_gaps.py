"""An empty answer says which part of the book is missing."""

from datetime import date

import pytest

from app.travel.book import Alert
from app.travel.planner import Question, plan

from .test_planner import at, book, route

CLOSED = Alert(date(2026, 12, 1), date(2026, 12, 31), closed=True)


@pytest.mark.parametrize(
    ("routes", "sentence"),
    [
        ([], "Falta en el libro una ruta que salga de SAL (SAL)."),
        ([route("SAL", "JAL", "any")], "Falta en el libro una ruta que llegue a TUX (TUX)."),
        (
            [route("SAL", "JAL", "any"), route("ALT", "TUX", "any")],
            "Las rutas del libro no unen SAL (SAL) con TUX (TUX): falta un tramo entre ellas.",
        ),
        ([route("SAL", "TUX", "any", alerts=(CLOSED,))], "No hay paso por un aviso del libro: SAL → TUX."),
        (
            [route("SAL", "JAL", "20:00"), route("JAL", "TUX", "06:00")],
            "Falta en el libro dónde pasar la noche en JAL (JAL), o una salida a otra hora.",
        ),
        (
            [route("SAL", "TUX", "06:00", days="thu")],
            "Hay rutas de SAL (SAL) a TUX (TUX), pero ninguna salida alcanza dentro de 96 horas: "
            "faltan horarios o días.",
        ),
    ],
)
def test_an_empty_answer_names_what_is_missing(routes, sentence):
    answer = plan(book(*routes), Question("SAL", "TUX", arrive_by=at("08:00"), estimates=False))
    assert (answer.journeys, answer.missing) == ((), sentence)


def test_full_houses_are_named():
    rides = book(route("SAL", "ALT", "16:00"), route("ALT", "TUX", "07:00", minutes=30))
    answer = plan(rides, Question("SAL", "TUX", arrive_by=at("08:00"), full_houses={"ALT": [date(2026, 12, 14)]}))
    assert "Albergue (ALT)" in answer.missing
