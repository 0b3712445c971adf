"""Writing a text: blanks by their Spanish names, what changed, what is better said otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messaging import drafting, gsm7
from app.messaging.texts import SHIPPED, TEMPLATES, Template

EVE = SHIPPED.texts["day_before.patient.es"]


def codes(text, template=EVE):
    return [finding.code for finding in drafting.warnings(template, text)]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_shipped_text_could_be_written_on_screen(template: Template):
    drafting.refuse_unfit(template, template.body, template.brief)
    assert template.fields <= set(drafting.allowed(template))


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_what_is_shown_is_stored_as_it_was(template: Template):
    assert drafting.stored(drafting.shown(template.body)) == template.body


def test_blanks_are_shown_in_spanish():
    assert drafting.shown("{Name}, soy {navigator}.") == "{Nombre}, soy {navegadora}."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{Name}, soy {navigator}. Mañana sale.", ["literal_day"]),
        ("{Name}, soy {navigator}. Su cita, 8 de la mañana.", []),
        ("{Name}, soy {navigator}. {soon} llegó.", ["preterite"]),
        ("{Name}, soy {navigator} 😀.", ["lost"]),
        ("{Name}, {soon} sale.", ["unsigned"]),
        ("{Name}, soy {navigator}. " + "Lleve sus papeles y su ropa. " * 5, ["falls_back"]),
    ],
)
def test_what_is_better_said_otherwise_is_told(text, found):
    assert codes(text) == found


def test_the_difference_is_told_word_by_word():
    assert list(drafting.difference("Lleve su INE hoy", "Lleve su cartilla hoy mismo")) == [
        ("same", "Lleve su"), ("gone", "INE"), ("come", "cartilla"), ("same", "hoy"), ("come", "mismo"),
    ]  # fmt: skip


@given(old=st.text("abc ", max_size=30), new=st.text("abc ", max_size=30))
def test_the_difference_holds_both_texts(old, new):
    told = list(drafting.difference(old, new))
    assert " ".join(text for what, text in told if what != "come").split() == old.split()
    assert " ".join(text for what, text in told if what != "gone").split() == new.split()


def test_a_text_is_measured_as_it_goes_out():
    words = {name: drafting.USUAL[name] for name in drafting.USUAL}
    size = drafting.measured(EVE, words)
    assert (size.parts, size.left) == (1, gsm7.ALONE - len(size.body))
