"""What a call says, sentence by sentence, as somebody would say it aloud."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messaging import lint, spoken
from app.messaging.composing import compose
from app.messaging.facts import Earlier
from app.messaging.texts import TEMPLATES, spanish
from tests.unit.messaging.cast import BOOKED, JUAN, ROSA, WITH_TRIP, at

NOW = at(1, 10)
SAID_ON = {("two_days_before", WITH_TRIP): at(14, 10), ("day_before", WITH_TRIP): at(15, 10),
           ("day_before", BOOKED): at(16, 10)}  # fmt: skip
WITH_PICKUP = replace(BOOKED, pickup_when="lunes o martes de 9 a 3")


@pytest.mark.parametrize(
    ("kind", "facts", "recipient", "words"),
    [
        (
            "booked", BOOKED, ROSA,
            "Buen día, doña Rosa. Le traigo un recado de Lupita, de Jaltenango. Ya hay cita: jueves diecisiete de "
            "diciembre, a las ocho de la mañana, en Tuxtla. Unos días antes le aviso su salida.",
        ),
        (
            "booked", WITH_TRIP, JUAN,
            "Buen día, Juan. Le traigo un recado de Lupita, de Jaltenango. Rosa viaja a Tuxtla el miércoles "
            "dieciséis de diciembre y usted va con ella. Unos días antes le aviso la hora.",
        ),
        (
            "moved", BOOKED, ROSA,
            "Doña Rosa, le traigo un recado de Lupita. Hay cambio: ya no es el martes quince. Ahora es el jueves "
            "diecisiete de diciembre, a las ocho de la mañana, en Tuxtla. Yo le aviso su salida.",
        ),
        (
            "cancelled", BOOKED, ROSA,
            "Doña Rosa, le traigo un recado de Lupita. El hospital ya no atiende el jueves diecisiete. No salga de "
            "su casa. Su apoyo sigue igual. Le marco cuando den otra fecha.",
        ),
        (
            "two_days_before", WITH_TRIP, ROSA,
            "Doña Rosa, le traigo un recado de Lupita. Pasado mañana miércoles dieciséis sale a Tuxtla. ¿Va a ir? "
            "Si va a ir, marque uno. Si no puede, marque dos.",
        ),
        (
            "two_days_before", WITH_TRIP, JUAN,
            "Juan, le traigo un recado de Lupita. Pasado mañana miércoles dieciséis salen a Tuxtla usted y Rosa. "
            "¿Van a ir? Si van a ir, marque uno. Si no pueden, marque dos.",
        ),
        (
            "day_before", WITH_TRIP, JUAN,
            "Juan, le traigo un recado de Lupita. Mañana miércoles dieciséis salen a las cinco y media de la mañana, "
            "de la clínica de Salvador Urbina con don Beto. Si a las seis no llega, deme un timbrazo.",
        ),
        (
            "day_before", BOOKED, ROSA,
            "Doña Rosa, le traigo un recado de Lupita. Mañana jueves diecisiete es su cita en Tuxtla, a las ocho de "
            "la mañana. Cualquier cosa, deme un timbrazo.",
        ),
        (
            "money_ready", WITH_PICKUP, JUAN,
            "Juan, le traigo un recado de Lupita. Ya está listo lo de su viaje. Pase a la oficina de Jaltenango, "
            "lunes o martes de nueve a tres, con su ine. Si no puede ir, avíseme.",
        ),
        (
            "on_the_way", WITH_TRIP, JUAN,
            "Juan, le traigo un recado de Lupita. ¿Cómo van? Si ya salieron, marque tres. Si ya llegaron, marque "
            "cuatro. Si hay un problema, marque cinco.",
        ),
        (
            "on_the_way_home", replace(WITH_TRIP, recipients=(ROSA,)), ROSA,
            "Doña Rosa, le traigo un recado de Lupita. ¿Cómo va de regreso? Si ya salió, marque tres. Si ya llegó, "
            "marque cuatro. Si hay un problema, marque cinco.",
        ),
        (
            "after_visit", WITH_TRIP, JUAN,
            "Juan, le traigo un recado de Lupita. ¿Cómo les fue en el hospital? Guarde sus papeles y boletos. Si se "
            "quedan, marque seis. Hoy le marco para que me cuente.",
        ),
    ],
)  # fmt: skip
def test_a_text_is_said_as_people_say_it(kind, facts, recipient, words):
    assert (
        compose(kind, facts, recipient, SAID_ON.get((kind, facts), NOW), Earlier("appointment:6", at(15, 8))).spoken
        == words
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Salen 5:30 am.", "Salen a las cinco y media de la mañana."),
        ("Salen 1:15 pm de la oficina.", "Salen a la una y cuarto de la tarde, de la oficina."),
        ("Salen 12:00 pm.", "Salen a las doce del día."),
        ("Salen 7:05 pm.", "Salen a las siete y cinco de la noche."),
        ("Si a la 1 no llega, avise.", "Si a la una no llega, avise."),
        ("Es martes 1 de diciembre.", "Es martes primero de diciembre."),
        ("Es el 31 de diciembre, 12:30 del día.", "Es el treinta y uno de diciembre, a las doce y media del día."),
        ("Márqueme al 9921110001.", "Márqueme al nueve, nueve, dos, uno, uno, uno, cero, cero, cero, uno."),
        ("Ya no es a las 8 de la mañana.", "Ya no es a las ocho de la mañana."),
    ],
)
def test_hours_days_and_numbers_are_words(written, said):
    assert spoken.say(written) == said


def test_a_question_worded_anew_keeps_its_keys():
    said = spoken.say("Lupita pregunta: ¿va a ir el lunes 3?", ("confirm", "decline"))
    assert said == "Lupita pregunta: ¿va a ir el lunes tres? Si va a ir, marque uno. Si no puede, marque dos."


def test_a_team_brings_its_message_too():
    assert spoken.say("Juan, soy el equipo de apoyo.") == "Juan, le traigo un recado del equipo de apoyo."


def test_a_text_in_another_language_is_not_spoken():
    template = replace(next(iter(TEMPLATES.values())), language="tzh")
    assert spoken.aloud(template, dict.fromkeys(template.fields - {"Name"}, "x")) is None


def test_a_recado_says_who_and_whom_to_call_and_nothing_else():
    words = spoken.recado("doña Rosa", "Lupita", "Jaltenango")
    assert words == (
        "Tengo un recado para doña Rosa. Por favor dígale que le hable a Lupita, de Jaltenango. Gracias."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        ("confirm", "Gracias, doña Rosa. Queda anotado. Hasta luego."),
        ("decline", "Gracias, doña Rosa. Queda anotado. Lupita le va a marcar. Hasta luego."),
    ],
)
def test_an_answer_is_thanked_and_a_call_promised_where_there_will_be_one(meaning, words):
    assert spoken.thanks("doña Rosa", "Lupita", meaning) == words


def test_a_wrong_key_hears_the_right_ones():
    assert spoken.not_that_key(("confirm", "decline")) == (
        "Esa tecla no es. Si va a ir, marque uno. Si no puede, marque dos."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("digit", "meaning"), [("1", "confirm"), ("2", "decline"), ("3", None), ("0", None), ("", None)]
)
def test_only_a_key_that_was_asked_for_is_an_answer(digit, meaning):
    assert spoken.asked_by_key(digit, ("confirm", "decline")) == meaning


@pytest.mark.parametrize("template", [t for t in spanish.TEXTS if t.role != "anyone"], ids=lambda t: t.key)
def test_no_text_keeps_a_figure_or_says_what_must_not_travel(template):
    said = spoken.aloud(template, dict.fromkeys(template.fields - {"Name"}, "Rosa"))
    assert not any(letter.isdigit() or letter == "=" for letter in said)
    assert lint.privacy(said) == []


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_hour_of_the_day_is_said_in_words(hour, minute):
    written = f"Salen {(hour - 1) % 12 + 1}:{minute:02d} {'am' if hour < 12 else 'pm'}."
    said = spoken.say(written)
    assert said.startswith("Salen a la") and not any(letter.isdigit() for letter in said)
