"""The door."""


def test_a_wrong_password_is_a_sentence_and_the_address_stays_typed(visitor):
    somebody = visitor()
    somebody.open("/login")
    somebody.fill("Correo", "nadie@ces.example")
    somebody.fill("Contraseña", "no es esta")
    somebody.press("Entrar")
    assert somebody.labelled("Correo").input_value() == "nadie@ces.example"
