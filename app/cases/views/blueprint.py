"""The blueprint that the pages of `cases` hang on, and the way back to a case."""

from flask import Blueprint, redirect, request, url_for
from werkzeug import Response

from .. import labels
from ..forms import CallForm, NoteForm
from ..models import Case
from ..spellings.phones import read_aloud

bp = Blueprint("cases", __name__)


@bp.record_once
def _teach_pages(state) -> None:
    """For templates of every floor: the words of `labels`, a telephone as one says it, and the two short forms that a
    case's page carries."""
    state.app.jinja_env.filters["telephone"] = read_aloud
    state.app.jinja_env.globals.update(
        case_words=labels,
        new_note_form=lambda: NoteForm(None, prefix="note-"),
        new_call_form=lambda: CallForm(None, prefix="call-"),
    )


def back_to(case: Case | None, anchor: str | None = None) -> Response:
    """The case's page, which belongs to a floor above; the day's list for whoever came from it (`?back=worklist`)."""
    if request.args.get("back") == "worklist":
        return redirect(url_for("coordination.worklist"))
    if case is None:
        return redirect(url_for("coordination.home"))
    return redirect(url_for("coordination.case_page", number=case.number, _anchor=anchor))
