"""The second step of signing in: who has to have one, what gets in and what does not, and who takes it away."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from app.accounts import operations, queries
from app.accounts.models import RecoveryCode, SecondStep
from app.accounts.rules import WRONG_CODES
from app.foundation.audit import AuditEvent
from app.foundation.clock import now
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.settings import Misconfigured
from tests.conftest import build
from tests.passwords import PASSWORD


@pytest.fixture
def required(monkeypatch):
    """As production has it: finance and administration sign in with a second step."""
    monkeypatch.setenv("NAV_SECOND_STEP", "finance,admin")


@pytest.fixture
def fausto_with_step(app, fausto):
    """Fausto has a second step, and ten codes on paper."""
    with transaction():
        operations.begin_second_step(fausto, PASSWORD)
        fausto.paper = operations.confirm_second_step(fausto, code_of(fausto), now())
    return fausto


def code_of(user, at=None):
    return pyotp.TOTP(queries.second_step_of(user).secret).at(at or now())


def give_password(client, user):
    return client.post("/login", data={"email": user.email, "password": PASSWORD})


def enter(client, code):
    return client.post("/login/code", data={"code": code})


def is_in(client):
    return client.get("/account").status_code == 200


def audited():
    db.session.expire_all()
    return [
        action for action in db.session.scalars(select(AuditEvent.action)) if "step" in action or "recovery" in action
    ]


def test_who_has_no_second_step_and_needs_none_signs_in_with_the_password(client, fausto):
    assert give_password(client, fausto).headers["Location"] == "/"
    assert is_in(client)


def test_who_has_to_have_one_begins_with_it_at_the_next_sign_in_and_is_in_with_ten_codes(required, client, fausto):
    assert give_password(client, fausto).headers["Location"] == "/login/enrol"
    page = client.get("/login/enrol").text
    secret = re.search(r'step-letters">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert "data:image/svg+xml" in page and not is_in(client)
    done = client.post("/login/enrol", data={"code": pyotp.TOTP(secret).at(now())})
    codes = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", done.text)
    assert len(set(codes)) == 10 and is_in(client)
    assert audited() == ["user.second_step_on"]


def test_only_a_hash_of_a_code_on_paper_is_kept(fausto_with_step):
    kept = set(db.session.scalars(select(RecoveryCode.code_hash)))
    assert len(kept) == 10 and not kept & {code.replace("-", "") for code in fausto_with_step.paper}


def test_a_wrong_code_at_the_beginning_is_refused_beside_the_field_and_the_picture_stays_the_same(
    required, client, fausto
):
    give_password(client, fausto)
    before, refused = client.get("/login/enrol").text, client.post("/login/enrol", data={"code": "000000"}).text
    assert "no es el que toca" in refused and not is_in(client)
    picture = r'src="(data:image[^"]+)"'
    assert re.search(picture, before)[1] == re.search(picture, refused)[1]


def test_a_navigator_is_not_asked(required, client, lupita):
    assert give_password(client, lupita).headers["Location"] == "/"


def test_the_password_alone_opens_nothing(client, fausto_with_step):
    assert give_password(client, fausto_with_step).headers["Location"] == "/login/code"
    assert not is_in(client)
    for path in ("/funds", "/ledger", "/people"):
        assert "/login" in client.get(path).headers["Location"]


def test_the_telephones_code_lets_one_in_and_on_to_where_one_wanted_to_go(client, frozen, fausto_with_step):
    frozen.shift(timedelta(minutes=1))
    client.post("/login?next=/funds", data={"email": fausto_with_step.email, "password": PASSWORD})
    assert enter(client, code_of(fausto_with_step)).headers["Location"] == "/funds"
    assert is_in(client)


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_telephone_half_a_minute_off_gets_in(client, frozen, fausto_with_step, seconds):
    frozen.shift(timedelta(minutes=5))
    give_password(client, fausto_with_step)
    enter(client, code_of(fausto_with_step, now() + timedelta(seconds=seconds)))
    assert is_in(client)


@pytest.mark.both_databases
def test_a_code_gets_in_once(app, frozen, fausto_with_step):
    frozen.shift(timedelta(minutes=5))
    code = code_of(fausto_with_step)
    first, second = app.test_client(), app.test_client()
    give_password(first, fausto_with_step)
    give_password(second, fausto_with_step)
    enter(first, code)
    assert "ya se usó" in enter(second, code).text
    assert (is_in(first), is_in(second)) == (True, False)


def test_the_code_that_confirmed_the_telephone_gets_nobody_in(client, fausto_with_step):
    give_password(client, fausto_with_step)
    assert "ya se usó" in enter(client, code_of(fausto_with_step)).text


def test_a_code_of_the_half_minute_before_a_used_one_is_used_up_too(app, frozen, fausto_with_step):
    frozen.shift(timedelta(minutes=5))
    browser = app.test_client()
    give_password(browser, fausto_with_step)
    enter(browser, code_of(fausto_with_step))
    other = app.test_client()
    give_password(other, fausto_with_step)
    enter(other, code_of(fausto_with_step, now() - timedelta(seconds=30)))
    assert not is_in(other)


def test_a_code_on_paper_gets_in_once_however_it_is_typed(app, fausto_with_step):
    code = fausto_with_step.paper[3]
    first, second = app.test_client(), app.test_client()
    give_password(first, fausto_with_step)
    enter(first, f" {code.upper().replace('-', ' ')} ")
    give_password(second, fausto_with_step)
    enter(second, code)
    assert (is_in(first), is_in(second)) == (True, False)
    assert queries.recovery_codes_left(fausto_with_step) == 9
    assert "user.recovery_code_used" in audited()


def test_somebody_elses_code_on_paper_gets_nobody_in(client, fausto_with_step, amalia):
    with transaction():
        operations.begin_second_step(amalia, PASSWORD)
        operations.confirm_second_step(amalia, code_of(amalia), now())
    give_password(client, amalia)
    enter(client, fausto_with_step.paper[0])
    assert not is_in(client)


def test_after_five_wrong_codes_even_the_right_one_waits_five_minutes(client, frozen, fausto_with_step):
    frozen.shift(timedelta(minutes=5))
    give_password(client, fausto_with_step)
    for _try in range(WRONG_CODES - 1):
        assert "no sirve" in enter(client, "000000").text
    assert enter(client, "000000").headers["Location"] == "/login"
    give_password(client, fausto_with_step)
    assert "vuelva a probar a las 10:10" in enter(client, code_of(fausto_with_step)).text
    frozen.shift(timedelta(minutes=5))
    enter(client, code_of(fausto_with_step))
    assert is_in(client) and "user.second_step_closed" in audited()


def test_ten_minutes_after_the_password_one_begins_again(client, frozen, fausto_with_step):
    give_password(client, fausto_with_step)
    frozen.shift(timedelta(minutes=11))
    assert enter(client, code_of(fausto_with_step)).headers["Location"] == "/login"


def test_without_a_password_there_is_no_page_of_codes(client):
    for path in ("/login/code", "/login/enrol"):
        assert client.get(path).headers["Location"] == "/login"


def test_who_was_to_begin_cannot_go_to_the_page_of_codes_instead(required, client, fausto):
    give_password(client, fausto)
    assert enter(client, "000000").headers["Location"] == "/login"


def test_anybody_puts_one_on_and_takes_it_off_with_the_password(frozen, lupita, signed_in):
    browser = signed_in(lupita)
    assert "no es esa" in browser.post("/account/second-step", data={"current": "otra"}).text
    browser.post("/account/second-step", data={"current": PASSWORD})
    done = browser.post("/account/second-step", data={"code": code_of(lupita)})
    assert "Sus códigos en papel" in done.text
    assert "Le quedan 10 códigos" in browser.get("/account/second-step").text
    assert "no es esa" in browser.post("/account/second-step/off", data={"current": "otra"}).text
    browser.post("/account/second-step/off", data={"current": PASSWORD})
    assert not queries.has_second_step(lupita)


def test_where_the_role_has_to_have_one_nobody_takes_off_their_own(required, frozen, app, fausto_with_step):
    frozen.shift(timedelta(minutes=5))
    browser = app.test_client()
    give_password(browser, fausto_with_step)
    enter(browser, code_of(fausto_with_step))
    assert "no se puede quitar" in browser.post("/account/second-step/off", data={"current": PASSWORD}).text
    assert queries.has_second_step(fausto_with_step)


def test_ten_others_on_paper_end_those_of_before(frozen, app, fausto_with_step):
    frozen.shift(timedelta(minutes=5))
    browser, other = app.test_client(), app.test_client()
    give_password(browser, fausto_with_step)
    enter(browser, code_of(fausto_with_step))
    assert "Sus códigos en papel" in browser.post("/account/recovery-codes", data={"current": PASSWORD}).text
    give_password(other, fausto_with_step)
    enter(other, fausto_with_step.paper[0])
    assert not is_in(other)


def test_an_admin_takes_anothers_away_which_ends_their_session_and_is_audited(
    frozen, app, amalia, fausto_with_step, signed_in
):
    frozen.shift(timedelta(minutes=5))
    browser = app.test_client()
    give_password(browser, fausto_with_step)
    enter(browser, code_of(fausto_with_step))
    said = signed_in(amalia).post(f"/people/{fausto_with_step.id}/second-step", follow_redirects=True)
    assert "Se quitó el segundo paso de Fausto" in said.text
    assert not is_in(browser) and not queries.has_second_step(fausto_with_step)
    assert audited()[-1] == "user.second_step_reset"


def test_nobody_takes_away_their_own_as_an_admin(amalia, signed_in):
    browser = signed_in(amalia)
    with transaction():
        operations.begin_second_step(amalia, PASSWORD)
        operations.confirm_second_step(amalia, code_of(amalia), now())
    assert "pídalo a otra persona" in browser.post(f"/people/{amalia.id}/second-step").text
    assert queries.has_second_step(amalia)


def test_what_is_not_there_is_not_taken_away(app, amalia, lupita):
    with pytest.raises(Refused, match="no tiene segundo paso"), transaction():
        operations.reset_second_step(lupita, now(), amalia)


def test_who_is_no_admin_takes_nobodys_away(fausto_with_step, lupita, signed_in):
    assert signed_in(lupita).post(f"/people/{fausto_with_step.id}/second-step").status_code == 403


def test_the_command_takes_it_away_where_no_other_admin_can(app, fausto_with_step):
    done = app.test_cli_runner().invoke(args=["user", "reset-second-step", "fausto@ces.example"])
    assert done.exit_code == 0 and not db.session.scalar(select(SecondStep.user_id))
    again = app.test_cli_runner().invoke(args=["user", "reset-second-step", "nadie@ces.example"])
    assert again.exit_code == 2


def test_production_requires_it_of_finance_and_admin_unless_it_says_otherwise(monkeypatch, tmp_path):
    monkeypatch.setenv("NAV_ENV", "production")
    monkeypatch.setenv("NAV_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("NAV_ALLOW_SIMULATOR", "1")
    assert build(tmp_path).config["SETTINGS"].second_step == {"finance", "admin"}
    monkeypatch.setenv("NAV_SECOND_STEP", "none")
    assert build(tmp_path).config["SETTINGS"].second_step == frozenset()


@pytest.mark.parametrize("typed", ["finance, admin", "boss", "finance;admin"])
def test_a_role_that_there_is_not_stops_the_program_at_the_start(monkeypatch, tmp_path, typed):
    monkeypatch.setenv("NAV_SECOND_STEP", typed)
    with pytest.raises(Misconfigured, match="NAV_SECOND_STEP"):
        build(tmp_path)
