"""Step 2: a clinician refers a patient with who comes along; a navigator brings in the sheet."""

from tests.programme import EXAMPLES

SHEET = EXAMPLES / "referrals.csv"


def test_a_clinician_refers_a_patient_with_her_companion(enter):
    ivan = enter("ivan")
    ivan.follow("Referir")
    ivan.fill("Nombre(s)", "Rosa", nth=0)
    ivan.fill("Primer apellido", "López", nth=0)
    ivan.fill("Segundo apellido", "Díaz", nth=0)
    ivan.fill("Fecha de nacimiento", "1971-03-01")
    ivan.choose("Sexo", "Mujer")
    ivan.fill("Teléfono", "044 992 550 9001")
    ivan.fill("Cómo se le habla", "doña Rosa")
    ivan.answer("¿Acepta que guardemos sus datos?", "Sí")
    ivan.answer("¿Acepta mensajes de texto?", "Sí")
    ivan.fill("Nombre(s)", "Juan", nth=1)
    ivan.fill("Primer apellido", "Pérez", nth=1)
    ivan.choose("Qué es del paciente", "Esposa/o o pareja")
    ivan.fill("Teléfono del familiar", "992 550 9002")
    ivan.answer("¿El familiar acepta mensajes de texto?", "Sí")
    ivan.check_box("Puede recibir el dinero")
    ivan.choose("Servicio que se pide", "Cirugía")
    ivan.fill("Impresión diagnóstica", "colelitiasis")
    ivan.check_box("Es urgente")
    ivan.press("Referir")
    ivan.sees("abierto para Rosa López Díaz")
    assert ivan.heading().startswith("Rosa López Díaz C-2026-")
    for said in ("992 550 9001", "Juan Pérez", "992 550 9002", "colelitiasis", "Urgente", "acepta mensajes"):
        ivan.sees(said)


def test_a_wrong_curp_is_said_while_it_is_typed_and_kept_as_typed(enter):
    ivan = enter("ivan")
    ivan.open("/cases/new")
    ivan.fill("Nombre(s)", "Rosa", nth=0)
    ivan.fill("Primer apellido", "López", nth=0)
    ivan.fill("CURP", "LODR710301MCSPZS00")
    ivan.labelled("CURP").blur()
    ivan.locator("#curp-odd .hint").wait_for()
    ivan.press("Referir")
    ivan.sees("CURP por revisar")
    ivan.sees("LODR710301MCSPZS00")


def test_who_is_known_already_is_offered_before_a_second_file_is_opened(enter):
    ivan = enter("ivan")
    ivan.open("/cases/new")
    ivan.fill("Nombre(s)", "ana", nth=0)
    ivan.fill("Primer apellido", "nuevo", nth=0)
    ivan.fill("Fecha de nacimiento", "1969-03-01")
    ivan.press("Referir")
    ivan.sees("Ya hay alguien que se le parece. ¿Es la misma persona?")
    assert ivan.labelled("Nombre(s)").first.input_value() == "ana"


def upload(navigator):
    navigator.open("/imports")
    navigator.attach("Hoja", SHEET)
    navigator.press("Ver qué trae")
    navigator.sees("150 filas. Todavía no se ha guardado nada.")


def test_a_navigator_brings_in_the_sheet_once_however_often(enter):
    lupita = enter("lupita")
    lupita.follow("Casos")
    lupita.follow("Importar hoja")
    upload(lupita)
    assert "Nueva 148" in lupita.inner_text("main")
    lupita.press("Importar")
    lupita.sees("148 nuevas, 0 cambiaron, 0 iguales, 2 por revisar")
    upload(lupita)
    lupita.press("Importar")
    lupita.sees("0 nuevas, 0 cambiaron, 148 iguales, 2 por revisar")


def test_an_impossible_date_waits_in_the_review_list_until_somebody_settles_it(enter):
    lupita = enter("lupita")
    upload(lupita)
    lupita.press("Importar")
    lupita.follow("Revisarlas")
    assert lupita.get_by_role("link", name="Revisar", exact=True).count() == 2
    lupita.sees("no existe")
    lupita.follow("Revisar")
    lupita.press("No hace falta: quitar de la lista")
    assert lupita.get_by_role("link", name="Revisar", exact=True).count() == 1
