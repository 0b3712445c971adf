"""A sealed report is voided by another paper, by a second person, once; and what was tampered with is found."""

import hashlib
import io

import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.finance import operations as finance
from app.finance import printed, sealed
from app.finance.models import SealedVoid
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from tests.moment import NOW

WRONG = "Se selló con el fondo equivocado"


@pytest.fixture
def void(cast):
    """`void(report)` is Amalia's; Fausto sealed it."""

    def voided(report, by="amalia", reason=WRONG):
        with transaction():
            return finance.void_report(report, reason, by=cast[by], now=NOW)

    return voided


def test_a_void_is_a_document_of_its_own_that_says_which_report_why_and_who(spend, seal, void):
    spend(85_50)
    report = seal()
    paper = void(report)
    (page,) = (page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf)).pages)
    said = " ".join(page.split())
    for words in ("AN-2026-0001", "IR-2026-0001", WRONG, "Amalia Cruz", "$85.50 MXN", report.sha256,
                  "OCHENTA Y CINCO PESOS 50/100", f"/verify/{paper.token}", "Página 1 de 1"):  # fmt: skip
        assert words in said
    assert hashlib.sha256(paper.pdf).hexdigest() == paper.sha256


def test_the_voided_report_stays_as_it_was(spend, seal, void):
    spend(85_50)
    report = seal()
    before = bytes(report.pdf)
    void(report)
    db.session.expire_all()
    assert (report.pdf, report.state, printed.bytes_of(report)) == (before, "void", before)


def test_voids_are_numbered_without_gaps_and_a_refused_one_uses_no_number(spend, seal, void, rosa):
    spend(85_50)
    first, second = seal(), seal(case_number=rosa.number)
    with pytest.raises(Refused):
        void(first, reason=" ")
    assert [void(first).number, void(second).number] == ["AN-2026-0001", "AN-2026-0002"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_void_without_a_reason_is_refused(seal, void, reason):
    with pytest.raises(Refused, match="por qué se anula") as refusal:
        void(seal(), reason=reason)
    assert refusal.value.field == "reason"


@pytest.mark.both_databases
def test_a_report_is_voided_once(seal, void):
    report = seal()
    void(report)
    with pytest.raises(Refused, match="ya lo anuló AN-2026-0001"):
        void(report)


def test_who_sealed_it_does_not_void_it(seal, void):
    with pytest.raises(Refused, match="Quien selló un informe no lo anula"):
        void(seal(), by="fausto")


def test_a_replaced_report_is_not_voided_but_the_one_that_stands_is(spend, seal, void):
    first = seal()
    spend(85_50)
    second = seal()
    with pytest.raises(Refused, match="ya lo sustituyó IR-2026-0002"):
        void(first)
    assert void(second).report_id == second.id


def test_the_same_expenses_are_sealed_anew_after_a_void_and_the_paper_says_so(spend, seal, void):
    spend(85_50)
    first = seal()
    void(first)
    second = seal()
    said = " ".join(PdfReader(io.BytesIO(second.pdf)).pages[0].extract_text().split())
    assert (second.number, second.replaces_id) == ("IR-2026-0002", first.id)
    assert "Sustituye al informe IR-2026-0001, anulado por AN-2026-0001." in said


def test_what_a_voided_report_asked_for_is_not_said_to_stand_elsewhere(spend, seal, void, rosa):
    spend(85_50)
    void(seal(case_number=rosa.number))
    assert "figura también" not in PdfReader(io.BytesIO(seal().pdf)).pages[0].extract_text()


@pytest.mark.both_databases
def test_the_database_refuses_a_second_void_and_one_by_the_sealer(seal, void, cast):
    report = seal()
    row = {"report_id": report.id, "number": "AN-2026-0009", "token": "t", "reason": "x", "content_sha256": "",
           "sha256": "", "pdf": b"", "voided_at": NOW}  # fmt: skip
    fausto, amalia = cast["fausto"].id, cast["amalia"].id
    with pytest.raises(IntegrityError), transaction():
        db.session.add(SealedVoid(**row, voided_by_id=fausto, sealer_id=fausto))
    void(report)
    with pytest.raises(IntegrityError), transaction():
        db.session.add(SealedVoid(**row, voided_by_id=amalia, sealer_id=fausto))


@pytest.mark.both_databases
def test_the_database_refuses_to_change_a_void(seal, void):
    void(seal())
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("UPDATE sealed_void SET reason = 'otra'"))


def test_sound_papers_have_no_finding(spend, seal, void):
    spend(85_50)
    void(seal())
    seal()
    assert sealed.verify() == []


OTHER = hashlib.sha256(b"otro").hexdigest()


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE sealed_report SET pdf = :other", "the file of IR-2026-0001 is not the one that was sealed"),
        (f"UPDATE sealed_report SET pdf = :other, sha256 = '{OTHER}'", "IR-2026-0001 is not what the audit chain says"),
        ("UPDATE sealed_report SET content_sha256 = sha256", "IR-2026-0001 is not what the audit chain says"),
        ("UPDATE sealed_report SET total_minor = 1", "the expenses of IR-2026-0001 do not add up"),
        ("UPDATE sealed_report SET number = 'IR-2026-0007'", "IR-2026-0001 is missing"),
        ("UPDATE sealed_report SET number = 'IR-2026-0007'", "IR-2026-0007 was never given"),
        ("UPDATE claim_line SET spent_on = '2026-11-20'", "an expense of IR-2026-0001 is no longer what was sealed"),
        ("UPDATE sealed_void SET pdf = :other", "the file of AN-2026-0001 is not the one that was sealed"),
        ("DELETE FROM sealed_void", "AN-2026-0001 is missing"),
    ],
)
def test_tampering_past_the_triggers_is_found(spend, seal, void, statement, finding):
    spend(85_50)
    void(seal())
    tamper(statement)
    assert [found for found in sealed.verify() if finding in found], sealed.verify()


def test_a_file_that_was_tampered_with_is_not_handed_out(spend, seal):
    spend(85_50)
    report = seal()
    tamper("UPDATE sealed_report SET pdf = :other")
    db.session.expire_all()
    with pytest.raises(Refused, match="ya no es el que se selló"):
        printed.bytes_of(report)


def tamper(statement: str) -> None:
    """What somebody with the database in hands can do: take the triggers away and change it."""
    dialect, words = db.engine.dialect.name, statement.split()
    table = words[2] if words[0] == "DELETE" else words[1]
    with transaction():
        if dialect == "sqlite":
            for verb in ("update", "delete"):
                db.session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
        else:
            db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        db.session.execute(text(statement), {"other": b"otro"} if ":other" in statement else {})
