"""Fields that several forms of `cases` share."""

from wtforms import RadioField, SelectChoice

from app.accounts.queries import navigators
from app.foundation.forms import choices
from app.foundation.language import _, _l

from .. import queries

ANSWERS = (("yes", _l("Sí")), ("no", _l("No")), ("", _l("No se preguntó")))


class AskedField(RadioField):
    """Yes, no, or not asked: `answer` is True, False or None."""

    @property
    def answer(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.data)


def asked(answer: bool | None) -> str:
    """The field's value for an answer."""
    return {True: "yes", False: "no", None: ""}[answer]


def hospital_choices() -> list[SelectChoice]:
    return choices(((place.code, place.name) for place in queries.places("hospital")), _("Por decidir"))


def service_choices() -> list[SelectChoice]:
    return choices(((str(one.id), one.name.capitalize()) for one in queries.services()), _("Por decidir"))


def navigator_choices() -> list[SelectChoice]:
    return choices(((str(one.id), one.name) for one in navigators()), _("Quien lo tome"))
