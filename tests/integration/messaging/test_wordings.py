"""The words as data: versions over the shipped ones, drafts that wait for a speaker, what is refused."""

from datetime import date

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.errors import NotFound, Refused
from app.messaging import outbox, wordings
from app.messaging.models import Message, TemplateVersion
from app.messaging.relay_texts import RELAYED
from app.messaging.texts import SHIPPED
from tests.moment import NOW

EVE = "day_before.patient.es"
OURS = "{Name}, soy {navigator}. {soon} sale {hour} de {meeting_point} con {driver}. Lleve su cartilla."


def reword(key, body, by, brief=None):
    with transaction():
        return wordings.reword(key, body, brief or body, by, NOW)


def checked(key, version, by):
    with transaction():
        wordings.check(key, version, "Manuela Gómez", date(2026, 11, 20), by, NOW)


def test_without_a_wording_of_its_own_a_programme_says_what_is_shipped(app):
    assert wordings.book().texts == SHIPPED.texts


def test_the_newest_version_is_in_use_and_numbered_after_the_shipped_one(lupita):
    assert reword(EVE, OURS, lupita).version == 2
    assert reword(EVE, OURS.replace("cartilla", "INE"), lupita).version == 3
    assert (wordings.book().texts[EVE].version, "INE" in wordings.book().texts[EVE].body) == (3, True)


def test_what_a_text_asks_stays_with_its_kind(lupita):
    reword("two_days_before.patient.es", "{Name}, soy {navigator}. ¿Va a ir? Conteste 1 = SI, 2 = NO.", lupita)
    assert wordings.book().texts["two_days_before.patient.es"].asks == ("confirm", "decline")


def test_the_history_says_who_wrote_each_version_the_newest_first(lupita, marta):
    reword(EVE, OURS, lupita)
    reword(EVE, OURS + " Buen viaje.", marta)
    written = [one.row.written_by.first_name if one.row.written_by else None for one in wordings.versions(EVE)]
    assert written == ["Marta", "Lupita", None]


def test_a_rewording_is_in_the_audit_chain(lupita):
    reword(EVE, OURS, lupita)
    assert db.session.scalar(select(AuditEvent).where(AuditEvent.action == "messaging.reword")).by == lupita.email


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ("{Name}, lleve 500 pesos.", "body", "dinero"),
        ("{Name}, es por su quimioterapia.", "body", "enfermedad"),
        ("{Name}, vea www.acompana.mx", "body", "enlaces"),
        ("Compañeros en Salud le avisa.", "body", "no del programa"),
        ("{Name}, sale con {hospital}.", "body", "{hospital}"),
        ("{Name}, ya no es {was}.", "body", "{fecha_anterior}"),
        ("{Name, soy {navigator}.", "body", "llave"),
        ("{Name}, soy {navigator!r}.", "body", "nombre de un espacio"),
        ("{Name}, soy {navigator.password}.", "body", "{navigator.password}"),
        ("{Name}, " + "lleve sus papeles y su ropa. " * 12, "body", "mensajes"),
    ],
)
def test_words_that_may_not_be_said_are_refused_beside_their_field(lupita, body, field, said):
    with pytest.raises(Refused) as refused:
        reword(EVE, body, lupita)
    assert (refused.value.field, said in str(refused.value)) == (field, True)
    assert wordings.book().texts[EVE].version == 1


def test_the_same_words_are_no_new_version(lupita):
    shipped = SHIPPED.texts[EVE]
    with pytest.raises(Refused, match="Dice lo mismo"):
        reword(EVE, shipped.body, lupita, shipped.brief)


@pytest.mark.parametrize(
    "key", ["day_before.patient.fr", "nothing.patient.es", "day_before.driver.es", "x", "own_1.es"]
)
def test_a_text_that_cannot_be_is_not_found(app, key):
    with pytest.raises(NotFound):
        wordings.named(key)


def test_a_draft_waits_for_a_speaker_and_then_is_sent(lupita):
    assert wordings.book().find("booked", "patient", language="tzh").language == "es"
    checked("booked.patient.tzh", 1, lupita)
    assert wordings.book().find("booked", "patient", language="tzh").language == "tzh"


def test_a_newer_draft_waits_behind_the_checked_version(lupita):
    checked("booked.patient.tzh", 1, lupita)
    reword("booked.patient.tzh", "{Name}, joʼon {navigator}. {appointment}.", lupita)
    assert wordings.book().texts["booked.patient.tzh"].version == 1
    checked("booked.patient.tzh", 2, lupita)
    assert wordings.book().texts["booked.patient.tzh"].version == 2


def test_a_language_that_nobody_had_written_can_be_written_and_checked(lupita):
    reword("booked.patient.mam", "{Name}, {navigator}. {appointment}, {city}.", lupita)
    assert wordings.book().find("booked", "patient", language="mam").language == "es"
    checked("booked.patient.mam", 1, lupita)
    assert wordings.book().find("booked", "patient", language="mam").language == "mam"


def test_a_version_is_checked_once(lupita):
    checked("booked.patient.tzo", 1, lupita)
    with pytest.raises(Refused, match="ya estaba revisada"):
        checked("booked.patient.tzo", 1, lupita)


def test_keeping_the_shipped_words_again_keeps_nothing_new(app):
    for _time in range(2):
        with transaction():
            wordings.keep_templates(NOW)
    assert db.session.scalar(select(func.count(TemplateVersion.id))) == len(SHIPPED.texts) + len(RELAYED)


def test_shipped_words_are_kept_beside_the_programmes_own(lupita):
    reword(EVE, OURS, lupita)
    with transaction():
        wordings.keep_templates(NOW)
    rows = db.session.scalars(select(TemplateVersion).where(TemplateVersion.key == EVE).order_by(TemplateVersion.id))
    assert [(row.version, row.written_by_id) for row in rows] == [(1, None), (2, lupita.id)]


@pytest.mark.both_databases
def test_a_version_is_never_changed(lupita):
    reword(EVE, OURS, lupita)
    with pytest.raises(DatabaseError, match="append-only"), transaction():
        db.session.execute(update(TemplateVersion).values(body="otra cosa"))


@pytest.mark.both_databases
def test_a_rewording_rewords_what_is_planned_and_repeats_nothing_that_went_out(
    reconcile, facts_with_trip, carrier, limits, lupita
):
    reconcile(facts_with_trip)
    outbox.dispatch(NOW, carrier, limits)
    reword("booked.patient.es", "{Name}, soy {navigator}. Su cita: {appointment}.", lupita)
    reword(EVE, OURS, lupita)
    changed = reconcile(facts_with_trip)
    assert [row.kind for row in changed.added] == ["day_before"]
    (eve,) = db.session.scalars(
        select(Message).where(Message.state == "planned", Message.kind == "day_before", Message.role == "patient")
    )
    assert (eve.body.endswith("Lleve su cartilla."), eve.template_version) == (True, 2)
