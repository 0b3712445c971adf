"""What goes by word of mouth is one text, says no more than it may, and is signed."""

from dataclasses import replace

import pytest

from app.messaging import gsm7, lint, relay_texts
from app.messaging.facts import Recipient
from app.messaging.rules import Reminder, wanted
from tests.unit.messaging.cast import BOOKED, JUAN, ROSA, WITH_TRIP, at

WORDS = {
    "navigator": "Lupita", "patient": "doña Rosa", "number": "C-2026-0012", "dates": "1 = martes 15, 2 = jueves 17",
}  # fmt: skip
LONG = {"navigator": "María Guadalupe", "patient": "doña Hermelinda Guadalupe", "number": "C-2026-10012"}
FAR = replace(
    WITH_TRIP, city="San Cristóbal de las Casas", office="Jaltenango de la Paz",
    meeting_point="la clínica de Laguna del Cofre de Arriba",
)  # fmt: skip


@pytest.mark.parametrize("template", relay_texts.RELAYED, ids=lambda one: one.kind)
def test_a_text_is_one_part_in_the_alphabet_and_says_nothing_private(template):
    words = "Su cita es el martes 15 de diciembre, 8 de la mañana, en Tuxtla."
    body = relay_texts.composed(template, **WORDS, words=words).body
    assert lint.air(body) == [] and lint.privacy(body) == [] and lint.wording(template.body) == []


def test_the_longest_news_and_names_stay_one_text():
    words = "x" * 44 + " " + "y" * 45
    for template in (relay_texts.RELAY, relay_texts.HOME_VISIT):
        assert gsm7.segments(relay_texts.composed(template, **LONG, words=words).body) == 1


@pytest.mark.parametrize("kind", relay_texts.BY_MOUTH)
@pytest.mark.parametrize("facts", [BOOKED, WITH_TRIP, FAR, replace(BOOKED, precision="week")])
def test_every_news_is_short_and_clean(kind, facts):
    said = relay_texts.news(kind, facts)
    assert len(said) <= relay_texts.LONGEST_NEWS and lint.privacy(said) == [] and said.endswith(".")


def test_the_hour_of_leaving_is_said_where_there_is_a_trip():
    assert relay_texts.news("day_before", WITH_TRIP) == (
        "sale a Tuxtla el miércoles 16 de diciembre, 5:30 am, de la clínica de Salvador Urbina."
    )
    assert relay_texts.news("day_before", BOOKED) == (
        "su cita es el jueves 17 de diciembre, 8 de la mañana, en Tuxtla."
    )  # fmt: skip


def test_a_date_that_is_only_a_week_is_said_as_a_week():
    in_a_week = replace(BOOKED, precision="week")
    assert relay_texts.news("day_before", in_a_week).startswith("su cita es la semana del lunes 14 de diciembre")
    assert relay_texts.news("cancelled", in_a_week) == "el hospital ya no atiende esa semana. Que NO salga de su casa."


def test_a_correction_names_both_days():
    said = relay_texts.correction(at(15, 8), BOOKED)
    assert said == "CAMBIO: ya no es el martes 15; es el jueves 17 de diciembre, 8 de la mañana."


def test_without_another_date_the_correction_keeps_them_home():
    assert "NO salga" in relay_texts.correction(at(15, 8), None)


def test_the_answer_to_cita_has_day_hour_and_city_and_no_name():
    said = relay_texts.date_of([WITH_TRIP])
    assert said == "cita jueves 17 de diciembre, 8 de la mañana, en Tuxtla, sale miércoles 16, 5:30 am."
    assert "Rosa" not in said


def test_everyone_is_the_family_and_not_the_acompanante():
    maria = Recipient(3, "María", "acompanante", travels=False)
    told = wanted(replace(BOOKED, recipients=(ROSA, JUAN, maria)), at(1), (Reminder("booked", "now"),))
    assert [text.person_id for text in told] == [1, 2]
