"""What to say on the telephone, from the facts; a restricted case has its agreed word and nothing else."""

from dataclasses import replace

from app.coordination.call_script import CallFacts, script
from tests.unit.messaging.cast import at

ROSA = CallFacts(
    "doña Rosa", "Lupita", "Jaltenango", "America/Mexico_City", city="Tuxtla", appointment_at=at(17, 8),
    departs_at=at(16, 5, 30), meeting_point="la clínica de Salvador Urbina", driver="don Beto",
    bring=("su INE y sus papeles", "2 donadores"), asked="two_days_before",
)  # fmt: skip


def said(facts):
    return [line.say for line in script(facts) if line.say]


def test_the_patient_hears_date_way_and_what_to_bring_and_is_asked():
    assert said(ROSA) == [
        "Buen día, ¿hablo con doña Rosa? Soy Lupita, de Jaltenango.",
        "Su cita es: jueves 17 de diciembre, 8 de la mañana, en Tuxtla.",
        "Salen el miércoles 16 de diciembre, 5:30 am de la clínica de Salvador Urbina con don Beto.",
        "Lleve: su INE y sus papeles; 2 donadores.",
        "¿Va a ir?",
        "Si algo cambia, deme un timbrazo y yo le marco.",
    ]


def test_a_relative_hears_whose_appointment_it_is():
    assert "La cita de Rosa es: jueves 17 de diciembre, 8 de la mañana, en Tuxtla." in said(
        replace(ROSA, patient="Rosa")
    )


def test_whoever_is_on_the_way_is_asked_how_it_goes():
    assert "¿Cómo van? ¿Ya salieron, ya llegaron, necesitan algo?" in said(replace(ROSA, asked="on_the_way"))


def test_a_restricted_case_says_the_agreed_word_and_nothing_else():
    assert said(replace(ROSA, restricted=True, agreed_word="¿Tiene tamales?")) == ["¿Tiene tamales?"]


def test_without_an_agreed_word_nothing_is_said_at_all():
    assert said(replace(ROSA, restricted=True)) == []


def test_somebody_else_who_answers_learns_nothing():
    (do,) = [line.do for line in script(ROSA) if line.do]
    assert do == "Si contesta otra persona: que le llame a Lupita, y nada más."
