"""Fault 14: every text × language × reader × generated people; planted secrets in texts, logs, addresses, papers.

A text goes out in the alphabet of text messages, in at most two parts, the Spanish ones in one with usual names; and
nothing that must stay on the case page leaves it.
"""

import io
import logging
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select

from app.cases.models import Case, Place
from app.finance import operations as finance
from app.finance.scope import Scope
from app.foundation.db import db, transaction
from app.messaging import drafting, gsm7, jobs, lint
from app.messaging.composing import words_of
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.models import Message
from app.messaging.texts import LANGUAGES, TEMPLATES, Template, render, spanish
from tests.moment import NOW
from tests.unit.messaging.cast import JUAN, MARIA, ROSA, WITH_TRIP, at

LETTERS = st.text(st.characters(categories=("L", "Zs", "So", "Pd", "Po")), min_size=1, max_size=60).filter(str.strip)
KNOWN = (
    "Jkʼulub",
    "Chʼul Ana",
    "doña Ma. de los Ángeles Núñez-Peña",
    "O'Brien",
    "Rosa 🌹",
    "ÑANDÚ",
    "Ⅷ",
    "Zoë",
    "ﬁ",
    "李",
)
NAMES = LETTERS | st.sampled_from(KNOWN)
READERS = {"patient": ROSA, "relative": JUAN, "acompanante": MARIA, "anyone": ROSA}
MOMENTS = st.builds(at, st.integers(1, 31), st.integers(0, 23), st.integers(0, 59))
# One for each thing that a text must never carry; no two letters of them stand in any ordinary sentence.
DIAGNOSIS, HOSPITAL, AMOUNT, SUMMARY = "quimioterapiazx", "Hospital Qxwz", "1,799", "kzqresumen"
PERSON = ("Rosa", "López", "Juan")

people = st.builds(
    replace,
    st.sampled_from((WITH_TRIP, replace(WITH_TRIP, precision="date"), replace(WITH_TRIP, precision="week"))),
    patient_name=NAMES, city=NAMES, office=NAMES, navigator_name=NAMES, meeting_point=st.none() | NAMES,
    driver=st.none() | NAMES, pickup_when=st.none() | NAMES, patient_sex=st.sampled_from((None, "female", "male")),
    appointment_at=MOMENTS, departs_at=MOMENTS, next_day=st.none() | st.dates(datetime(2026, 1, 1).date()),
)  # fmt: skip


def told(template: Template, facts: Facts, reader: Recipient) -> str:
    earlier = Earlier("appointment:1", at(30, 12, month=9))
    words = words_of(facts, reader, at(1, 10), earlier, template.language)
    return render(template, {"names": f"{facts.patient_name} o Mateo", **words})


@settings(max_examples=30, deadline=None)
@given(facts=people, name=NAMES)
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_text_is_in_the_alphabet_and_in_two_parts_at_most(template, facts, name):
    text = told(template, facts, replace(READERS[template.role], address_name=name))
    assert gsm7.is_gsm7(text)
    assert gsm7.segments(text) <= 2


@pytest.mark.parametrize("template", spanish.TEXTS, ids=lambda template: template.key)
def test_a_spanish_text_with_usual_names_says_all_of_it_in_one_part(template):
    assert drafting.alone(template.body, drafting.USUAL) == 1
    assert gsm7.segments(told(template, WITH_TRIP, READERS[template.role])) == 1


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_no_text_has_money_diagnosis_link_or_brand(template):
    assert lint.privacy(told(template, WITH_TRIP, READERS[template.role])) == []


def test_every_main_kind_is_there_in_each_language_that_is_offered():
    main = {"booked", "moved", "cancelled", "two_days_before", "day_before", "on_the_way", "money_ready"}
    written = {
        language: {text.kind for text in TEMPLATES.values() if text.language == language} for language in LANGUAGES
    }
    assert all(main <= written[language] for language in ("es", "en", "tzh", "tzo"))
    assert written["mam"] == set()


# the whole chain, with secrets planted


@pytest.fixture
def sent(programme, caplog):
    """Rosa's story with secrets in every field that texts must not show, told and sent in every language."""
    caplog.set_level(logging.DEBUG)
    case = programme.rosa()
    with transaction():
        case = db.session.get(Case, case.id)
        case.diagnosis, case.diagnosis_code, case.summary, case.folio = DIAGNOSIS, "C509", SUMMARY, "FOLIOQX1"
        db.session.get(Place, case.hospital_id).name = HOSPITAL
        case.patient.language, case.companions[0].person.language = "tzh", "en"
    programme.plan(programme.book(case))
    programme.fund_trip(case)
    for days in range(25):
        jobs.send_round(NOW + timedelta(days=days, hours=1))
    return db.session.get(Case, case.id)


def bodies():
    return list(db.session.scalars(select(Message.body)))


def test_no_text_that_went_out_carries_a_secret(sent):
    secrets = (
        DIAGNOSIS,
        HOSPITAL,
        AMOUNT,
        SUMMARY,
        "C509",
        "FOLIOQX1",
        sent.number,
        "http",
        "www",
        "Fondo",
        "Tostadores",
    )
    assert len(bodies()) > 5
    assert [body for body in bodies() if any(secret.lower() in body.lower() for secret in secrets)] == []


def test_no_log_tells_who_is_written_to_nor_what(sent, caplog):
    secrets = (DIAGNOSIS, HOSPITAL, "López", "doña Rosa", "9925501001", "9925502002", *bodies())
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("sqlalchemy")]
    assert [line for line in lines if any(secret in line for secret in secrets)] == []


@pytest.mark.parametrize(
    "page", ["/cases/{number}", "/cases/{number}/texts", "/messages", "/messages/words", "/worklist"]
)
def test_no_address_on_a_page_names_a_person_or_a_disease(sent, signed_in, lupita, page):
    html = signed_in(lupita).get(page.format(number=sent.number), headers={"HX-Request": "true"}).get_data(as_text=True)
    addresses = re.findall(r'(?:href|action|src|hx-get|hx-post)="([^"]*)"', html)
    secrets = (*PERSON, DIAGNOSIS, HOSPITAL.split()[1], SUMMARY)
    assert addresses
    assert [one for one in addresses if any(secret.lower() in one.lower() for secret in secrets)] == []


def test_no_paper_has_a_patient_among_its_properties(sent, programme, fausto, signed_in):
    with transaction():
        report = finance.seal_report(Scope(NOW.date().replace(day=1), NOW.date()), by=programme.fausto, now=NOW)
    for address in ("/deliveries/1/slip.pdf", f"/reports/{report.id}.pdf"):
        answer = signed_in(fausto).get(address)
        properties = " ".join(str(value) for value in (PdfReader(io.BytesIO(answer.data)).metadata or {}).values())
        named = answer.headers.get("Content-Disposition", "")
        assert [one for one in (*PERSON, DIAGNOSIS, HOSPITAL, sent.number) if one in properties + named] == []
