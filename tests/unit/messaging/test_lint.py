"""What a text must not carry."""

import pytest

from app.messaging import lint


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pase por sus $500", "money"),
        ("Son 250 pesos", "money"),
        ("Ya está su depósito", "money"),
        ("Entre a www.acompana.org", "link"),
        ("Vea bit.ly/abc", "link"),
        ("Su cita de Oncología", "diagnosis"),
        ("La biopsia salió bien", "diagnosis"),
        ("Le escribe Compañeros En Salud", "brand"),
    ],
)
def test_a_slip_is_found(text, code):
    assert [finding.code for finding in lint.privacy(text)] == [code]


def test_a_clean_text_has_no_findings():
    assert lint.privacy("Doña Rosa, soy Lupita. Le marco hoy en la tarde.") == []


def test_a_preterite_is_found_before_its_accent_is_lost():
    assert [finding.found for finding in lint.wording("Su camión ya salió")] == ["salió"]


def test_a_finding_speaks_in_a_sentence(app):
    assert "enlaces" in lint.privacy("www.ces.mx")[0].sentence


def test_two_parts_are_too_many():
    assert [finding.code for finding in lint.air("a" * 161)] == ["long"]
