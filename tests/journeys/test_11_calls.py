"""Doña Dora cannot read: her telephone rings, she listens, and answers with a key."""

import pytest
from sqlalchemy import select

from app.cases.models import Consent, Person
from app.foundation import clock
from app.foundation.db import db, transaction

DORA = "992 550 1003"


@pytest.fixture
def lupita(at, server, enter):
    """Sunday, two days before Dora leaves: she said yes to calls, and her telephone rings."""
    with server.app.app_context(), transaction():
        dora = db.session.scalars(select(Person).where(Person.given_names == "Dora")).one()
        dora.reads = False
        today = clock.today(clock.now())
        consent = Consent(person_id=dora.id, purpose="voice", granted=True, given_on=today, recorded_at=clock.now())
        db.session.add(consent)
    at("2026-11-29T10:05")
    server.run("send-due")
    lupita = enter("lupita")
    lupita.open("/simulator")
    lupita.go(lupita.get_by_role("link", name=DORA))
    return lupita


def about_dora(lupita, part: str) -> str:
    lupita.find("Dora Viaje Planeado")
    return lupita.locator(f"section[aria-labelledby={part}]").inner_text()


def test_it_rings_is_heard_and_1_confirms(lupita):
    lupita.sees("Está sonando")
    lupita.press("Contestar")
    lupita.sees("Si va a ir, marque uno. Si no puede, marque dos.")
    lupita.go(lupita.get_by_role("button", name="Marcar 1"))
    lupita.sees("Queda anotado")
    assert "sí va" in about_dora(lupita, "h-date")


def test_nobody_answers_and_the_text_says_so(lupita):
    lupita.press("No contestar")
    assert "Llamada sin contestar" in lupita.locator(".phone .said-here").first.locator("li").last.inner_text()
    assert "No contestaron la llamada" in about_dora(lupita, "h-texts")
