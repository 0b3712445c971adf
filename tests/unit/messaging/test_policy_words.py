"""A line of the policy reads as a sentence."""

from datetime import time

import pytest

from app.messaging.policy_words import part, place_in_time, sentence
from app.messaging.reminders import DEFAULT_POLICY, Reminder

TEN = time(10)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Reminder("booked", "now"), "En cuanto pasa, a todos los que reciben avisos."),
        (
            Reminder("two_days_before", "leaving", days=-2, at=TEN),
            "Dos días antes de salir, a las 10:00, a todos los que reciben avisos.",
        ),
        (
            Reminder("day_before", "leaving", "acompanante", days=-1, at=time(17, 30), weekdays=(0, 1, 4)),
            "Un día antes de salir, a las 17:30, a la acompañante comunitaria, sólo en lunes, martes y viernes.",
        ),
        (
            Reminder("on_the_way", "leaving", "one_traveller", minutes=60, lasts_minutes=360),
            "Una hora después de salir, a uno de los que viajan, primero un familiar. "
            "Si no sale en 6 horas, ya no se manda.",
        ),
        (
            Reminder("after_return", "home", "patient", days=1, at=TEN, language="en"),
            "Un día después de regresar a casa, a las 10:00, sólo al paciente, siempre en inglés.",
        ),
        (
            Reminder("own_1", "appointment", "companions", at=TEN),
            "El mismo día de la cita, a las 10:00, sólo a los familiares.",
        ),
    ],
)
def test_a_line_is_said_as_people_say_it(line, said):
    assert sentence(line) == said


def test_lines_are_read_in_the_order_of_time():
    ahead = sorted((line for line in DEFAULT_POLICY if part(line) == "ahead"), key=place_in_time)
    assert [line.kind for line in ahead] == ["seven_days_before", "two_days_before", "day_before", "day_before"]
