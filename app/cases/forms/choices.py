"""Fields that several forms of `cases` share."""

from collections.abc import Mapping

from wtforms import RadioField

from app.foundation.language import _l

ANSWERS = (("yes", _l("Sí")), ("no", _l("No")), ("", _l("No se preguntó")))


def choices(labels: Mapping[str, object], blank: object = None) -> list[tuple[str, object]]:
    """A list for a select, in the labels' order; `blank` is what choosing nothing is called."""
    first = [] if blank is None else [("", blank)]
    return first + list(labels.items())


class AskedField(RadioField):
    """Yes, no, or not asked: `answer` is True, False or None."""

    def __init__(self, label=None, validators=None, **kwargs):
        super().__init__(label, validators, choices=list(ANSWERS), default="", **kwargs)

    @property
    def answer(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.data)


def asked(answer: bool | None) -> str:
    """The field's value for an answer."""
    return {True: "yes", False: "no", None: ""}[answer]
