"""Step 9: Lupita words a text while she sees how it arrives, and Marta approves a kind that Lupita proposed."""


def test_the_text_is_seen_as_it_arrives_while_it_is_typed(page_as):
    lupita = page_as("navigator")
    lupita.open("/messages/words/day_before.patient.es")
    lupita.fill("El mensaje", "{Nombre}, soy {navegadora}. Cuesta 300 pesos.")
    lupita.sees("No se habla de dinero por mensaje: «300 pesos». Así no se guarda.")
    lupita.fill("El mensaje", "{Nombre}, soy {navegadora}. ")
    lupita.get_by_role("button", name="{cuando}", exact=True).click()
    lupita.sees("Doña Rosa, soy Lupita. Mañana ")


def test_a_new_kind_is_proposed_by_one_and_approved_by_another(enter):
    lupita = enter("lupita")
    lupita.open("/messages/policy/new-kind")
    lupita.fill("Cómo se llama", "Traiga sus radiografías")
    lupita.choose("A quién", "sólo al paciente")
    lupita.fill("Días", "3")
    lupita.fill("A qué hora", "10:00")
    lupita.fill("Qué le dice al paciente", "{Nombre}, soy {navegadora}. {cuando} lleve sus radiografías.")
    lupita.press("Proponer")
    assert lupita.get_by_role("button", name="Aprobar: que se mande").count() == 0
    marta = enter("marta")
    marta.open("/messages/policy")
    marta.follow("Traiga sus radiografías")
    marta.press("Aprobar: que se mande")
    marta.find("Dora Viaje Planeado")
    marta.sees("lleve sus radiografias")
