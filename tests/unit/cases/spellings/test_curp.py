"""What a CURP says, and whether it says the same as what was typed."""

from datetime import date

import pytest

from app.cases.spellings.curp import agrees_with_name, valid_curp


def test_a_valid_curp_tells_birth_date_sex_and_state():
    curp = valid_curp("GOHY990322MCSMRL07")
    assert (curp.birth_date, curp.sex, curp.state) == (date(1999, 3, 22), "female", "CS")


def test_a_letter_in_the_seventeenth_place_means_this_century():
    assert valid_curp("HERG070730MCSRBDA3").birth_date == date(2007, 7, 30)


def test_lower_case_and_blanks_are_the_same_curp():
    assert valid_curp(" gohy 990322 mcsmrl07 ").text == "GOHY990322MCSMRL07"


@pytest.mark.parametrize("typed", ["", "GOHY990322MCSMRL08", "GOHY990322MXXMRL07", "GOHY993222MCSMRL07", "GOHY99"])
def test_a_wrong_curp_is_none(typed):
    assert valid_curp(typed) is None


@pytest.mark.parametrize(
    ("number", "names"),
    [
        ("GOHY990322MCSMRL07", ("Yolanda", "Gómez", "Hernández")),
        ("MUPV450821MCSXRR03", ("Verónica", "Muñoz", "Pérez")),
        ("PEHM480211HCSRRG07", ("Miguel Ángel", "Pérez", "Hernández")),
        ("VEGD991015MCSLMM02", ("DOMINGA", "VELAZQUEZ", "GOMEZ")),
        ("NUZS500327HCSXNB03", ("SEBASTIAN", "NUNEZ", "ZUNUN")),
        ("NUZS500327HCSXNB03", ("Sebastián", "Zunún", "Núñez")),
    ],
)
def test_a_name_agrees_with_its_curp_whatever_its_accents_and_order(number, names):
    assert agrees_with_name(valid_curp(number), *names)


def test_another_name_does_not_agree():
    assert not agrees_with_name(valid_curp("GOHY990322MCSMRL07"), "Elizabeth", "Mejía", "Zunún")
