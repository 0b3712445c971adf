"""The texts of PRACTICE.md, letter by letter, and what gives way when names are long."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messaging import gsm7, lint
from app.messaging.composing import compose, compose_answer
from app.messaging.facts import Earlier
from app.messaging.texts import ANSWERS, KINDS, SHIPPED, TEMPLATES, Template, english, render, spanish, tseltal, tsotsil
from tests.unit.messaging.cast import BOOKED, JUAN, MARIA, ROSA, WITH_TRIP, at

ON_THE_15TH = replace(BOOKED, appointment_at=at(15, 8))
FROM_THE_14TH = replace(ON_THE_15TH, departs_at=at(14, 9))
NOW = at(1, 10)
WORDS = {"navigator": "Lupita", "office": "Jaltenango", "names": "Rosa o Mateo"}


def body(kind, facts, recipient, earlier=None, said=NOW):
    return compose(kind, facts, recipient, said, earlier).body


@pytest.mark.parametrize(
    ("kind", "facts", "recipient", "said", "text"),
    [
        (
            "booked", ON_THE_15TH, ROSA, NOW,
            "Buen dia, doña Rosa. Soy Lupita, de Jaltenango. Ya hay cita: martes 15 de diciembre, 8 de la mañana, "
            "en Tuxtla. Unos dias antes le aviso su salida.",
        ),
        (
            "booked", FROM_THE_14TH, JUAN, NOW,
            "Buen dia, Juan. Soy Lupita, de Jaltenango. Rosa viaja a Tuxtla el lunes 14 de diciembre y usted va con "
            "ella. Unos dias antes le aviso la hora.",
        ),
        (
            "cancelled", BOOKED, ROSA, NOW,
            "Doña Rosa, soy Lupita. El hospital ya no atiende el jueves 17. NO salga de su casa. Su apoyo sigue "
            "igual. Le marco cuando den otra fecha.",
        ),
        (
            "two_days_before", WITH_TRIP, ROSA, at(14, 10),
            "Doña Rosa, soy Lupita. Pasado mañana miércoles 16 sale a Tuxtla. ¿Va a ir? Conteste 1 = SI, 2 = NO. "
            "Si no tiene saldo, no se apure: yo le marco.",
        ),
        (
            "day_before", WITH_TRIP, JUAN, at(15, 10),
            "Juan, soy Lupita. Mañana miércoles 16 salen 5:30 am de la clinica de Salvador Urbina con don Beto. "
            "Si a las 6 no llega, deme un timbrazo.",
        ),
        (
            "money_ready", replace(BOOKED, pickup_when="lunes o martes de 9 a 3"), JUAN, NOW,
            "Juan, soy Lupita. Ya esta listo lo de su viaje. Pase a la oficina de Jaltenango, lunes o martes de "
            "9 a 3, con su INE. Si no puede ir, aviseme.",
        ),
        (
            "on_the_way", WITH_TRIP, JUAN, NOW,
            "Juan, soy Lupita. ¿Como van? Conteste 3 = ya salimos, 4 = ya llegamos, 5 = hay un problema. "
            "Si no tiene saldo, no se apure: yo le marco.",
        ),
    ],
)  # fmt: skip
def test_a_text_reads_as_agreed_with_the_team(kind, facts, recipient, said, text):
    assert body(kind, facts, recipient, said=said) == text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (at(16, 4), "Hoy miércoles 16 sale"),
        (at(15, 10), "Mañana miércoles 16 sale"),
        (at(14, 10), "Pasado mañana miércoles 16 sale"),
        (at(11, 10), "El miércoles 16 sale"),
        (at(27, 10, month=11), "El miércoles 16 de diciembre sale"),
    ],
)
def test_the_day_is_named_as_it_is_true_on_the_day_that_it_is_said(said, words):
    assert words in body("day_before", WITH_TRIP, ROSA, said=said)


def test_after_coming_home_the_next_date_is_named_when_there_is_one():
    assert "no olvide su proxima cita" in body("after_return", WITH_TRIP, ROSA)
    later = replace(WITH_TRIP, next_day=date(2027, 1, 12))
    assert "Su proxima cita es el martes 12 de enero." in body("after_return", later, ROSA)


def test_the_acompanante_is_told_who_leaves_and_asked_to_pass_it_on():
    text = body("day_before", WITH_TRIP, MARIA, said=at(15, 10))
    assert text == (
        "Maria, soy Lupita. Mañana miércoles 16 sale Rosa a Tuxtla, 5:30 am, de la clinica de Salvador Urbina. "
        "Pasele el recado, por favor."
    )


def test_the_acompanante_has_no_text_of_a_booking():
    assert compose("booked", BOOKED, MARIA, NOW) is None


def test_a_move_names_the_old_day_and_the_new_one():
    assert body("moved", BOOKED, ROSA, Earlier("appointment:6", at(15, 8))) == (
        "Doña Rosa, soy Lupita. Hay CAMBIO: ya no es el martes 15. Ahora es el jueves 17 de diciembre, "
        "8 de la mañana, en Tuxtla. Yo le aviso su salida."
    )


def test_a_move_across_months_names_both_months():
    text = body("moved", replace(BOOKED, appointment_at=at(5, 8)), ROSA, Earlier("appointment:6", at(28, 8, month=11)))
    assert "ya no es el sabado 28 de noviembre. Ahora es el sabado 5 de diciembre" in text


def test_a_move_within_the_day_names_the_hours():
    text = body("moved", replace(BOOKED, appointment_at=at(17, 13)), ROSA, Earlier("appointment:6", at(17, 8)))
    assert "ya no es a las 8 de la mañana. Ahora es el jueves 17 de diciembre, 1 de la tarde" in text


def test_the_answer_to_alto_reads_as_agreed():
    assert compose_answer("stopped", WORDS).body == (
        "Listo: ya no le mando mensajes a este numero. Su cita y su apoyo siguen igual; busqueme en la clinica "
        "o en la oficina. Para volver escriba MENSAJES."
    )


@pytest.mark.parametrize("kind", ["stopped", "started", "which_one", "help"])
def test_an_automatic_answer_fits_in_one_part(kind):
    assert gsm7.segments(compose_answer(kind, WORDS).body) == 1


def test_a_date_without_an_hour_is_said_without_one():
    assert "Ya hay cita: jueves 17 de diciembre, en Tuxtla" in body("booked", replace(BOOKED, precision="date"), ROSA)


def test_a_week_is_said_by_its_monday():
    text = body("booked", replace(BOOKED, precision="week"), ROSA)
    assert "Ya hay cita: la semana del lunes 14 de diciembre, en Tuxtla" in text


def test_a_relative_who_stays_at_home_is_told_of_the_visit_and_not_of_the_departure():
    text = body("day_before", WITH_TRIP, replace(JUAN, travels=False), said=at(16, 10))
    assert "Mañana jueves 17 es la cita de Rosa en Tuxtla, 8 de la mañana." in text


def test_a_departure_at_half_past_twelve_waits_until_one():
    text = body("day_before", replace(WITH_TRIP, departs_at=at(16, 12, 30)), ROSA)
    assert "sale 12:30 pm" in text
    assert "Si a la 1 no llega" in text


def test_a_long_given_name_is_shortened_to_the_one_in_use():
    long = replace(ROSA, address_name="doña María Guadalupe del Carmen Concepción de los Ángeles")
    text = body("booked", ON_THE_15TH, long)
    assert text.startswith("Buen dia, doña Maria. Soy Lupita")


def test_a_place_is_cut_where_a_word_ends():
    far = replace(WITH_TRIP, meeting_point="la escuela primaria rural federal de la comunidad de Nueva Independencia")
    far = replace(far, meeting_point=f"{far.meeting_point}, junto al salón ejidal de las Margaritas")
    assert "de la escuela primaria con don Beto" in body("day_before", far, JUAN)


NAMES = st.text(st.characters(categories=("L", "Zs")), min_size=1, max_size=60).filter(str.strip)
SPOKEN = [kind for kind in KINDS if kind not in ANSWERS]


@given(
    kind=st.sampled_from(SPOKEN),
    role=st.sampled_from(("patient", "companion")),
    facts=st.builds(
        replace,
        st.sampled_from((BOOKED, WITH_TRIP, replace(BOOKED, precision="week"), replace(WITH_TRIP, driver=None))),
        patient_name=NAMES,
        city=NAMES,
        office=NAMES,
        navigator_name=NAMES,
        meeting_point=st.none() | NAMES,
        pickup_when=st.none() | NAMES,
        patient_sex=st.sampled_from((None, "female", "male")),
        appointment_at=st.builds(at, st.integers(1, 31), st.integers(0, 23), st.integers(0, 59)),
    ),
    name=NAMES,
)
def test_every_text_fits_in_one_part_whatever_the_names(kind, role, facts, name):
    earlier = Earlier("appointment:1", at(30, 12, month=9))
    text = compose(kind, facts, replace(ROSA if role == "patient" else JUAN, address_name=name), NOW, earlier).body
    assert lint.air(text) == []


@given(day=st.integers(1, 31), hour=st.integers(0, 23), minute=st.integers(0, 59), name=NAMES, city=NAMES)
def test_day_and_hour_never_give_way(day, hour, minute, name, city):
    facts = replace(BOOKED, appointment_at=at(day, hour, minute), city=city)
    text = body("booked", facts, replace(ROSA, address_name=name))
    assert f" {day} de diciembre, {(hour - 1) % 12 + 1}" in text


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_no_template_speaks_of_what_must_not_be_said(template: Template):
    assert [*lint.privacy(template.body), *lint.privacy(template.brief)] == []


@pytest.mark.parametrize("template", spanish.TEXTS, ids=lambda template: template.key)
def test_no_spanish_verb_changes_its_meaning_without_its_accent(template: Template):
    assert lint.wording(template.body) + lint.wording(template.brief) == []


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_text_but_the_farewell_is_signed(template: Template):
    assert template.kind == "stopped" or "navigator" in template.fields


def test_english_has_every_text_that_spanish_has():
    assert {text.key[:-2] for text in english.TEXTS} == {text.key[:-2] for text in spanish.TEXTS}


@pytest.mark.parametrize("draft", [*tseltal.TEXTS, *tsotsil.TEXTS], ids=lambda template: template.key)
def test_a_draft_asks_for_the_same_answers_as_its_spanish_text(draft: Template):
    same = SHIPPED.texts[f"{draft.key.rsplit('.', 1)[0]}.es"]
    assert (draft.asks, draft.promises_call) == (same.asks, same.promises_call)


def test_a_draft_that_no_speaker_has_checked_is_told_in_spanish():
    assert SHIPPED.find("booked", "patient", language="tzh").language == "es"


def test_a_checked_text_is_told_in_its_language():
    checked = replace(SHIPPED.texts["day_before.patient.tzo"], checked=True)
    rosa = replace(ROSA, language="tzo")
    text = compose("day_before", WITH_TRIP, rosa, at(15, 10), book=SHIPPED.overlaid([checked]))
    assert text.body.startswith("Doña Rosa, vo'on Lupita. Ok'ob miércoles 16 chalok' 5:30 am")


def test_english_says_days_and_hours_in_english():
    text = compose("booked", ON_THE_15TH, replace(ROSA, language="en"), NOW)
    assert "You have an appointment: Tuesday 15 December, 8 am, in Tuxtla." in text.body


def test_a_language_that_nobody_has_written_is_told_in_spanish():
    assert SHIPPED.find("booked", "patient", language="mam").language == "es"


def test_a_name_with_braces_is_only_a_name():
    assert (
        "{driver}"
        in render(SHIPPED.find("stopped", "anyone"), {})
        + compose("booked", BOOKED, replace(ROSA, address_name="{driver}"), NOW).body
    )
