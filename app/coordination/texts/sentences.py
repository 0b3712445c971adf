"""What a change does to the texts that are planned, in sentences."""

from app.coordination.texts.operations import Change
from app.foundation.language import _


def would(change: Change) -> str:
    """Before it is saved."""
    if not change.gone and not change.come:
        return _("No cambia ningún mensaje de los que están planeados.") + _later(change)
    return _(
        "Cambian %(count)s mensajes de %(cases)s: %(gone)s se quitan, %(come)s se agregan.",
        count=change.gone + change.come, cases=_cases(change.cases), gone=change.gone, come=change.come,
    ) + _later(change)  # fmt: skip


def did(change: Change) -> str:
    """After it was saved."""
    if not change.gone and not change.come:
        return _("Guardado. Ningún mensaje planeado cambió.") + _later(change)
    return _(
        "Guardado. Mensajes: %(gone)s se quitaron, %(come)s se agregaron, en %(cases)s.",
        gone=change.gone, come=change.come, cases=_cases(change.cases),
    ) + _later(change)  # fmt: skip


def _cases(count: int) -> str:
    return _("un caso") if count == 1 else _("%(count)s casos", count=count)


def _later(change: Change) -> str:
    if not change.later:
        return ""
    return " " + _(
        "Se vieron las %(near)s citas más próximas; las otras %(later)s se ponen al día solas en unos minutos.",
        near=change.near, later=change.later,
    )  # fmt: skip
