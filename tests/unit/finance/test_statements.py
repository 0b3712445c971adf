"""A bank's CSV as it comes: read whole, or refused with the line that cannot be read."""

from datetime import date

import pytest

from app.finance import statements
from app.foundation.errors import Refused
from app.foundation.money import Money

PLAIN = """Fecha,Descripción,Referencia,Depósito,Retiro
03/11/2026,SPEI Fundación Esperanza,0098123,"10,000.00",
05/11/2026,RETIRO EN VENTANILLA,RE-2026-0001,,"1,350.00"
"""


def amounts(text, encoding="utf-8"):
    return [row.amount for row in statements.read(text.encode(encoding))]


def test_deposits_are_above_zero_and_withdrawals_below():
    first, second = statements.read(PLAIN.encode())
    assert (first.on, first.amount) == (date(2026, 11, 3), Money(10_000_00))
    assert (second.reference, second.amount, second.line) == ("RE-2026-0001", Money(-1_350_00), 3)


def test_latin_1_keeps_its_accents():
    assert statements.read(PLAIN.encode("latin-1"))[0].description == "SPEI Fundación Esperanza"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_part_columns_too(delimiter):
    text = delimiter.join(["Fecha", "Concepto", "Referencia", "Abonos", "Cargos"]) + "\n"
    text += delimiter.join(["03/11/2026", "Pago", "7", "", "$1,350.00"])
    assert amounts(text) == [Money(-1_350_00)]


def test_lines_above_the_header_are_no_movements():
    assert len(amounts(f"Banco del Sureste\nCuenta: 0123;MXN\n\n{PLAIN}")) == 2


@pytest.mark.parametrize("typed", ["03/11/2026", "3/11/26", "03-11-2026", "03/NOV/2026", "03 nov 2026", "2026-11-03"])
def test_days_are_read_as_they_are_written_here(typed):
    text = f"Fecha,Concepto,Abono,Cargo\n{typed},Pago,10,\n"
    assert statements.read(text.encode())[0].on == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("typed", "centavos"), [('"1,250.50"', 1_250_50), ("$10", 10_00), ('" 7.5 "', 7_50), ('"$ 1,000.00 MXN"', 1_000_00)]
)
def test_amounts_are_read_as_they_are_written_here(typed, centavos):
    assert amounts(f"Fecha,Abono,Cargo\n03/11/2026,{typed},0.00\n") == [Money(centavos)]


def test_one_signed_amount_will_do():
    text = "Fecha,Concepto,Importe\n03/11/2026,Abono,100.00\n04/11/2026,Cargo,-40.00\n05/11/2026,Cargo,(7.00)\n"
    assert amounts(text) == [Money(100_00), Money(-40_00), Money(-7_00)]


def test_a_withdrawal_that_is_written_below_zero_is_one_all_the_same():
    assert amounts("Fecha,Abono,Cargo\n03/11/2026,,-40.00\n") == [Money(-40_00)]


def test_rows_without_any_amount_are_no_movements():
    assert len(amounts(PLAIN + "30/11/2026,Saldo final,,,\n,,,,\n")) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "vacío"),
        ("hola\n", "Faltan los nombres de las columnas"),
        ("Fecha,Abono,Cargo\n", "ningún movimiento"),
        ("Fecha,Abono,Cargo\n31/02/2026,10,\n", "Renglón 2: la fecha «31/02/2026»"),
        ("Fecha,Abono,Cargo\n03/11/2026,diez,\n", "Renglón 2: la cantidad «diez»"),
        ("Fecha,Abono,Cargo\n03/11/2026,1,\n04/11/2026,10,5\n", "Renglón 3: trae depósito y retiro"),
        ("PK\x03\x04", "no es CSV"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_taken(text, says):
    with pytest.raises(Refused, match=says) as refused:
        statements.read(text.encode())
    assert refused.value.field == "file"


def test_equal_movements_of_a_file_are_told_apart():
    twice = "Fecha,Concepto,Abono,Cargo\n" + "03/11/2026,Comisión,,5.80\n" * 2
    (first, one), (second, two) = statements.numbered(statements.read(twice.encode()))
    assert (first.fingerprint == second.fingerprint, one, two) == (True, 0, 1)


SALDO = """Fecha,Concepto,Abono,Cargo,Saldo
03/11/2026,Donativo,"2,000.00",,"2,500.00"
05/11/2026,Retiro,,"2,500.00",0.00
05/11/2026,Comisión,,58.00,-58.00
"""


def upside_down(text):
    head, *rows = text.splitlines()
    return "\n".join([head, *rows[::-1]])


@pytest.mark.parametrize("text", [SALDO, upside_down(SALDO)])
def test_the_balance_with_which_a_file_ends_is_that_of_its_last_day_whichever_way_it_runs(text):
    assert statements.closing(statements.read(text.encode())) == (date(2026, 11, 5), Money(-58_00))


@pytest.mark.parametrize("text", [PLAIN, SALDO.replace(",-58.00", ",-57.00"), SALDO.replace('"2,500.00"\n', "n/d\n")])
def test_a_file_without_balances_or_whose_balances_do_not_follow_has_none(text):
    rows = statements.read(text.encode())
    assert len(rows) > 1 and statements.closing(rows) is None


def test_a_balance_is_no_part_of_what_tells_movements_apart():
    bare = statements.read(b"Fecha,Concepto,Importe\n03/11/2026,Donativo,10\n")
    told = statements.read(b"Fecha,Concepto,Importe,Saldo\n03/11/2026,Donativo,10,99\n")
    assert bare[0].fingerprint == told[0].fingerprint
