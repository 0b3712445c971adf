"""Who gets in, who does not, and what ends a session."""

from app.accounts import operations
from app.foundation.clock import now
from app.foundation.db import transaction
from tests.passwords import PASSWORD


def test_lupita_signs_in_and_lands_on_her_own_page(app, lupita, client):
    answer = client.post("/login", data={"email": "LUPITA@ces.example ", "password": PASSWORD})
    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(app, lupita, client):
    for email in (lupita.email, "nobody@ces.example"):
        page = client.post("/login", data={"email": email, "password": "otra cosa distinta"})
        assert "no coinciden" in page.text


def test_the_address_typed_is_not_lost_after_a_refusal(app, lupita, client):
    page = client.post("/login", data={"email": lupita.email, "password": "otra cosa distinta"})
    assert lupita.email in page.text


def test_after_signing_in_nobody_is_sent_to_another_site(app, lupita, client):
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = client.post(f"/login?next={target}", data={"email": lupita.email, "password": PASSWORD})
        assert answer.headers["Location"] == "/"


def test_a_page_of_the_program_sends_a_stranger_to_sign_in(client):
    assert "/login" in client.get("/people").headers["Location"]


def test_deactivating_somebody_ends_their_open_session(app, amalia, lupita, signed_in):
    browser = signed_in(lupita)
    with transaction():
        operations.deactivate(lupita, now(), amalia)
    assert "/login" in browser.get("/account").headers["Location"]


def test_nobody_deactivates_themselves(app, amalia, signed_in):
    page = signed_in(amalia).post(f"/people/{amalia.id}/deactivate")
    assert page.status_code == 409 and "Nadie se da de baja" in page.text


def test_only_an_admin_opens_the_list_of_people(app, lupita, signed_in):
    assert signed_in(lupita).get("/people").status_code == 403


def test_an_admin_adds_a_clinician_of_a_clinic(app, amalia, signed_in):
    data = {"name": "Paz Ruiz", "email": "paz@ces.example", "role": "clinician", "clinic_code": "sal",
            "password": "lluvia en la milpa"}  # fmt: skip
    assert signed_in(amalia).post("/people", data=data).status_code == 302


def test_a_clinician_without_clinic_is_refused_beside_the_field(app, amalia, signed_in):
    data = {"name": "Paz Ruiz", "email": "paz@ces.example", "role": "clinician", "password": "lluvia en la milpa"}
    page = signed_in(amalia).post("/people", data=data)
    assert "Diga de qué clínica" in page.text and "Paz Ruiz" in page.text


def test_a_short_password_is_refused(app, amalia, signed_in):
    data = {"name": "Paz Ruiz", "email": "paz@ces.example", "role": "navigator", "password": "corta"}
    assert "al menos 10" in signed_in(amalia).post("/people", data=data).text


def test_changing_the_password_needs_the_current_one(app, lupita, signed_in):
    data = {"current": "no es esta otra", "new": "café de la sierra", "again": "café de la sierra"}
    assert "no es esa" in signed_in(lupita).post("/account", data=data).text


def test_a_new_password_works_and_the_old_one_does_not(app, lupita, signed_in, client):
    data = {"current": PASSWORD, "new": "café de la sierra", "again": "café de la sierra"}
    signed_in(lupita).post("/account", data=data)
    old = client.post("/login", data={"email": lupita.email, "password": PASSWORD})
    new = client.post("/login", data={"email": lupita.email, "password": "café de la sierra"})
    assert (old.status_code, new.status_code) == (200, 302)


def test_the_command_adds_a_person(app):
    runner = app.test_cli_runner()
    arguments = ["user", "add", "nube@ces.example", "--role", "navigator", "--password-stdin"]
    result = runner.invoke(args=arguments, input="la neblina baja\n")
    assert result.exit_code == 0


def test_the_command_refuses_an_unknown_role_with_exit_2(app):
    runner = app.test_cli_runner()
    arguments = ["user", "add", "nube@ces.example", "--role", "boss", "--password-stdin"]
    assert runner.invoke(args=arguments, input="la neblina baja\n").exit_code == 2
