"""The policy and its words on screen, what a change does to what is planned, and a case's texts with their reasons."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.cases import operations as cases
from app.coordination import jobs, letters
from app.coordination.texts import operations as texts
from app.coordination.texts import sentences
from app.foundation.db import db, transaction
from app.messaging import policy_lines
from app.messaging.models import Message, MessageKind, PolicyChange, ReminderRow
from app.messaging.reminders import Reminder
from tests.moment import NOW

EVE = "/messages/words/day_before.patient.es"
OURS = {
    "body": "{Nombre}, soy {navegadora}. {cuando} sale {hora_salida} de {punto}. Lleve su cartilla.",
    "brief": "{Nombre}, soy {navegadora}. {cuando} sale {hora_salida} de {punto}.",
}
PLACAS = {
    "name": "Traiga sus placas", "audience": "patient", "anchor": "leaving", "side": "before", "days": "3",
    "at": "10:00", "patient": "{Nombre}, soy {navegadora}. {cuando} sale a {ciudad}: lleve sus placas.",
}  # fmt: skip
AT_ELEVEN = {"kind": "day_before", "audience": "everyone", "anchor": "leaving", "side": "before", "days": "1",
             "at": "11:00", "active": "y"}  # fmt: skip


def page(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def seen(answer):
    return re.search(r'name="seen"[^>]*value="(\w+)"', page(answer))[1]


def line_of(kind, audience="everyone"):
    return db.session.scalar(select(ReminderRow).where(ReminderRow.kind == kind, ReminderRow.audience == audience))


def planned(kind):
    rows = select(Message).where(Message.kind == kind, Message.state == "planned").order_by(Message.id)
    return list(db.session.scalars(rows))


@pytest.fixture
def rosa(programme):
    """Doña Rosa and Juan have a date and a journey."""
    case = programme.rosa()
    programme.plan(programme.book(case))
    return case


@pytest.fixture
def desk(rosa, lupita, signed_in):
    return signed_in(lupita)


def test_the_policy_reads_as_sentences_in_the_order_of_time(desk):
    shown = page(desk.get("/messages/policy"))
    lines = ("Siete días antes de salir", "Dos días antes de salir, a las 10:00, a todos", "Una hora después de salir")
    places = [shown.index(line) for line in lines]
    assert places == sorted(places)


def test_a_change_is_first_told_and_then_done(desk):
    address = f"/messages/policy/{line_of('day_before').id}"
    first = desk.post(address, data=AT_ELEVEN)
    assert "Cambian 4 mensajes de un caso: 2 se quitan, 2 se agregan." in page(first)
    assert line_of("day_before").at.hour == 10
    done = desk.post(address, data=AT_ELEVEN | {"seen": seen(first)}, follow_redirects=True)
    assert "Mensajes: 2 se quitaron, 2 se agregaron, en un caso." in page(done)
    assert len(planned("day_before")) == 2
    assert line_of("day_before").at.hour == 11


def test_what_was_changed_after_it_was_told_is_told_again(desk):
    address = f"/messages/policy/{line_of('day_before').id}"
    first = desk.post(address, data=AT_ELEVEN)
    again = desk.post(address, data=AT_ELEVEN | {"at": "12:00", "seen": seen(first)})
    assert "Guardar así" in page(again)
    assert line_of("day_before").at.hour == 10


def test_a_line_that_makes_no_sense_is_refused_beside_its_field(desk):
    shown = page(desk.post("/messages/policy/add", data=AT_ELEVEN | {"audience": "patient"}))
    assert "Otra línea ya les dice eso" in shown


def test_a_line_is_switched_off_and_its_texts_go(desk):
    address = f"/messages/policy/{line_of('two_days_before').id}/switch"
    assert "Cambian 2 mensajes de un caso: 2 se quitan, 0 se agregan." in page(desk.get(address))
    desk.post(address)
    assert planned("two_days_before") == []


def test_what_is_far_is_left_to_the_scheduler_and_the_page_says_so(desk, lupita):
    change = switch_off_the_eve(lupita, at_once=0)
    assert "las otras 1 se ponen al día solas en unos minutos" in sentences.did(change)
    assert "Se están poniendo al día las demás citas" in page(desk.get("/messages/policy"))
    assert len(planned("day_before")) == 2
    jobs.keep_texts_true(NOW)
    assert planned("day_before") == []
    assert db.session.scalar(select(PolicyChange)).done_at == NOW


def test_the_rest_is_gone_through_in_batches_until_the_end(programme, rosa, lupita):
    for days in range(3):
        programme.book(programme.rosa_again(), on_day=date(2026, 12, 16) + timedelta(days=days))
    change, rounds = switch_off_the_eve(lupita, at_once=1), 0
    while texts.waiting():
        with transaction():
            texts.go_on(NOW, batch=2)
        rounds += 1
    assert (change.near, change.later, rounds) == (1, 3, 3)
    assert planned("day_before") == []


def switch_off_the_eve(by, at_once):
    row = line_of("day_before")
    with transaction():
        return texts.save_line(policy_lines.switched(row), row, by, NOW, at_once)


def test_words_are_shown_with_their_difference_and_then_saved(desk):
    first = desk.post(EVE, data=OURS)
    assert re.search(r"<ins>.*?Lleve su cartilla\.</ins>", page(first))
    desk.post(EVE, data=OURS | {"seen": seen(first)})
    shown = page(desk.get(EVE))
    assert "Versión 2" in shown and "Lupita Roblero" in shown


def test_saved_words_are_what_the_planned_text_says(desk):
    words = "/messages/words/day_before.patient.no_driver.es"
    desk.post(words, data=OURS | {"seen": seen(desk.post(words, data=OURS))})
    assert [row.body.endswith("Lleve su cartilla.") for row in planned("day_before")].count(True) == 1


def test_words_that_may_not_be_said_are_refused_and_nothing_typed_is_lost(desk):
    shown = page(desk.post(EVE, data=OURS | {"body": "{Nombre}, lleve 300 pesos."}))
    assert "No se habla de dinero por mensaje" in shown and "{Nombre}, lleve 300 pesos." in shown


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{Nombre}, soy {navegadora}.", "Doña Rosa, soy Lupita."),
        ("{Nombre}, soy {navegadora}.", "con nombres muy largos"),
        ("{nombre", "sin cerrar"),
        ("Cuesta $20", "Así no se guarda"),
        ("{Nombre}", "Falta la firma"),
    ],
)
def test_the_preview_says_how_it_comes_out_while_somebody_types(desk, body, said):
    answer = desk.post(f"{EVE}/preview", data={"body": body, "brief": body}, headers={"HX-Request": "true"})
    assert said in page(answer)


def test_the_preview_takes_the_names_of_a_case(desk, rosa):
    typed = {"body": "{Nombre}, soy {navegadora}. {cuando}.", "brief": "x", "case": rosa.number}
    answer = desk.post(f"{EVE}/preview", data=typed, headers={"HX-Request": "true"})
    assert "Doña Rosa, soy Lupita. Mañana lunes 14." in page(answer)


def test_a_draft_is_checked_by_a_speaker_on_screen(desk):
    draft = "/messages/words/booked.patient.tzh"
    assert "Borrador por revisar: no se manda" in page(desk.get(draft))
    desk.post(f"{draft}/check", data={"version": "1", "speaker": "Manuela Gómez", "checked_on": "2026-11-20"})
    assert "revisada por Manuela Gómez" in page(desk.get(draft))


def test_a_check_without_a_name_is_refused(desk):
    shown = page(desk.post("/messages/words/booked.patient.tzh/check", data={"version": "1", "speaker": ""}))
    assert "Falta este dato" in shown


def test_mam_has_not_been_written_yet(desk):
    assert "Nadie lo ha escrito todavía" in page(desk.get("/messages/words/booked.patient.mam"))


def test_a_new_kind_takes_two_people_before_anything_of_it_is_planned(desk, marta, signed_in):
    desk.post("/messages/policy/new-kind", data=PLACAS)
    kind = db.session.scalar(select(MessageKind))
    assert planned(kind.code) == []
    assert "Quien lo propuso no lo aprueba" in page(desk.get(f"/messages/policy/kinds/{kind.id}"))
    assert desk.post(f"/messages/policy/kinds/{kind.id}/decide", data={"yes": "1"}).status_code == 403
    signed_in(marta).post(f"/messages/policy/kinds/{kind.id}/decide", data={"yes": "1"})
    (text,) = planned(kind.code)
    assert text.body == "Doña Rosa, soy Lupita. El lunes 14 sale a Tuxtla Gutiérrez: lleve sus placas."
    assert "Traiga sus placas" in page(desk.get("/messages/policy"))


def test_a_new_kind_needs_words_for_everybody_it_speaks_to(desk):
    shown = page(desk.post("/messages/policy/new-kind", data=PLACAS | {"audience": "everyone"}))
    assert "Falta este dato" in shown
    assert db.session.scalar(select(MessageKind)) is None


def test_a_kind_of_our_own_is_called_by_its_name_in_the_lists(desk, lupita, marta):
    line = Reminder("", "leaving", "patient", days=-3, at=line_of("day_before").at)
    with transaction():
        kind = policy_lines.propose("Traiga sus placas", line, {"patient": "{Name}, {navigator}: placas."}, lupita, NOW)
        texts.decide_kind(kind, True, marta, NOW)
    assert "Traiga sus placas" in page(desk.get("/messages"))


def test_an_auditor_reads_the_policy_and_may_not_touch_it(rosa, aurora, signed_in):
    browser = signed_in(aurora)
    assert "Cambiar" not in page(browser.get("/messages/policy"))
    assert browser.post(f"/messages/policy/{line_of('day_before').id}/switch").status_code == 403


# a case's texts


def coming(browser, case):
    return page(browser.get(f"/cases/{case.number}/texts", headers={"HX-Request": "true"}))


def test_a_case_says_what_goes_when_and_to_which_phone(desk, rosa):
    shown = coming(desk, rosa)
    assert "Por mandar" in shown and "992 550 1001" in shown and "Mañana" in shown


def test_a_shared_phone_says_with_whom(desk, rosa, ivan):
    juan = rosa.companions[0].person
    with transaction():
        cases.add_phone(juan, "9925501001", "own", NOW, ivan)
        cases.end_phone(next(one for one in juan.phones if one.phone.number == "+529925502002"), NOW, ivan)
    assert "también de doña Rosa" in coming(desk, rosa)


def test_who_has_not_consented_is_named_with_the_reason(desk, rosa, ivan):
    with transaction():
        cases.give_consent(rosa.patient, "sms", False, date(2026, 11, 22), "written", NOW, ivan)
    shown = coming(desk, rosa)
    assert re.search(r"No se mandarán.*doña Rosa.*No acepta mensajes\..*Dos días antes", shown)


def test_what_waits_for_something_says_for_what(programme, lupita, signed_in):
    case = programme.rosa()
    programme.book(case)
    assert "Cuando se elija cómo va a viajar." in coming(signed_in(lupita), case)


def test_a_case_on_hold_says_that_nothing_goes(desk, rosa, lupita):
    with transaction():
        cases.hold(rosa, "Cosecha", date(2026, 12, 1), now=NOW, by=lupita)
    assert "El caso está en pausa" in coming(desk, rosa)


def test_a_restricted_case_without_a_plan_says_so(programme, lupita, signed_in):
    case = programme.rosa(restricted=True)
    programme.book(case)
    assert "falta el plan de contacto seguro" in coming(signed_in(lupita), case)


def test_who_speaks_tseltal_reads_spanish_until_a_speaker_has_checked(desk, rosa, lupita):
    with transaction():
        rosa.patient.language = "tzh"
        letters.reconcile_case(rosa, NOW)
    assert "Va en español: en tseltal es un borrador" in coming(desk, rosa)
    with transaction():
        texts.check_words("day_before.patient.no_driver.tzh", 1, "Manuela", date(2026, 11, 20), lupita, NOW)
        texts.check_words("day_before.patient.tzh", 1, "Manuela", date(2026, 11, 20), lupita, NOW)
    assert [row.body.startswith("Doña Rosa, jo'on Lupita. Pajel lunes 14") for row in planned("day_before")].count(
        True
    ) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tzeltal", "tzh"),
        ("Tsotsil", "tzo"),
        ("mam", "mam"),
        ("inglés", "en"),
        ("tzh", "tzh"),
        ("náhuatl", "es"),
        (None, "es"),
    ],
)
def test_the_language_that_somebody_reads_comes_from_what_was_typed(programme, typed, code):
    case = programme.rosa()
    case.patient.language = typed
    assert letters.language_of(case.patient) == code
    db.session.rollback()


def test_nobody_without_business_there_sees_a_cases_texts(rosa, celia, signed_in):
    assert signed_in(celia).get(f"/cases/{rosa.number}/texts").status_code == 404
