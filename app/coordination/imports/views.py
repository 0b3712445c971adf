"""Pages of imports: a sheet is shown row by row before it comes in; refused rows wait in one list."""

import json

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import rehearsal, transaction
from app.foundation.errors import Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _, ngettext
from app.foundation.sheets import LARGEST
from app.foundation.web import say

from . import operations, queries, timetables, undoing, verdicts
from .forms import SheetForm, TimetableForm, cells_in, row_form
from .kinds import KIND_NAMES, VERDICT_MARKS, VERDICT_NAMES, by_label, changed_cells
from .report import refused_csv, stored_report_csv

bp = Blueprint("imports", __name__)
SHOWN_ROWS = 500  # of a preview; the report has them all


@bp.context_processor
def _names():
    return {"kind_names": KIND_NAMES, "verdict_names": VERDICT_NAMES, "verdict_marks": VERDICT_MARKS}


@bp.route("/imports", methods=["GET", "POST"])
def batches():
    form = SheetForm()
    if form.validate_on_submit():
        upload = form.file.data
        with refusals_on(form), transaction():
            content = upload.read(LARGEST + 1)
            batch = operations.show(form.kind.data, upload.filename or "", content, clock.now(), current_user)
            return redirect(url_for(".batch", batch_id=batch.id))
    page = queries.batches(request.args.get("after"))
    return render_template(
        "coordination/imports/batches.html", form=form, page=page, lines=timetables.lines(page.rows),
        waiting=queries.how_many_wait(),
    )  # fmt: skip


@bp.get("/imports/<int:batch_id>")
def batch(batch_id: int):
    batch = queries.batch_or_404(batch_id)
    if batch.state != "read":
        page = queries.rows_page(batch, request.args.get("after"), request.args.get("verdict"))
        return render_template("coordination/imports/batch.html", batch=batch, page=page)
    judged = operations.examine(batch.kind, batch.content, clock.now())
    shown = sorted(judged, key=verdicts.to_read_first)[:SHOWN_ROWS]
    return render_template(
        "coordination/imports/preview.html", batch=batch, rows=shown, counts=verdicts.counts(judged), total=len(judged),
        changed_cells=changed_cells,
    )  # fmt: skip


@bp.post("/imports/<int:batch_id>/bring-in")
def bring_in(batch_id: int):
    with transaction():
        judged = operations.bring_in(queries.batch_or_404(batch_id), clock.now(), current_user)
    counted = verdicts.counts(judged)
    say(_("Hoja importada: %(created)d nuevas, %(updated)d cambiaron, %(unchanged)d iguales, "
          "%(refused)d por revisar. Nadie recibe mensajes hasta que los confirme.", **counted))  # fmt: skip
    return redirect(url_for(".batch", batch_id=batch_id))


@bp.post("/imports/<int:batch_id>/discard")
def discard(batch_id: int):
    with transaction():
        operations.discard(queries.batch_or_404(batch_id))
    say(_("Hoja descartada: no se guardó nada."))
    return redirect(url_for(".batches"))


@bp.post("/imports/<int:batch_id>/confirm-messages")
def confirm_messages(batch_id: int):
    with transaction():
        planned = operations.confirm_texts(queries.batch_or_404(batch_id), clock.now(), current_user)
    say(_("Confirmado: %(planned)d mensajes quedan programados.", planned=planned))
    return redirect(url_for(".batch", batch_id=batch_id))


@bp.post("/imports/<int:batch_id>/undo")
def undo(batch_id: int):
    try:
        with transaction():
            undoing.undo(queries.batch_or_404(batch_id), clock.now(), current_user)
        say(_("Hoja deshecha: todo quedó como antes."))
    except Refused as refusal:
        say(str(refusal), "danger")
    return redirect(url_for(".batch", batch_id=batch_id))


@bp.get("/imports/<int:batch_id>/report.csv")
def report(batch_id: int):
    return _download(stored_report_csv(queries.rows_of(queries.batch_or_404(batch_id))), "reporte.csv")


@bp.get("/imports/<int:batch_id>/refused.csv")
def refused(batch_id: int):
    return _download(refused_csv(queries.refused_of(queries.batch_or_404(batch_id))), "por-revisar.csv")


@bp.route("/imports/timetable", methods=["GET", "POST"])
def timetable():
    """A town's GTFS: read, and shown before anything of it is added."""
    form = TimetableForm()
    if form.validate_on_submit():
        upload, code = form.file.data, form.prefix.data
        with refusals_on(form), transaction():
            content = upload.read(LARGEST + 1)
            timetables.check_size(content)
            kept, left_out = timetables.keep(
                upload.filename or "", content, code, form.mode.data, clock.now(), current_user, form.fare.data
            )
            if left_out:
                say(_rides_left_out(left_out), "warning")
            return redirect(url_for(".read_timetable", places_id=kept.places.id, routes_id=kept.routes.id))
    return render_template("coordination/imports/timetable.html", form=form)


def _rides_left_out(rides: int) -> str:
    return ngettext(
        "%(num)d recorrido no entra: es de tren, de días sueltos, o su horario no se lee.",
        "%(num)d recorridos no entran: son de tren, de días sueltos, o su horario no se lee.",
        rides,
    )


@bp.get("/imports/timetable/<int:places_id>/<int:routes_id>")
def read_timetable(places_id: int, routes_id: int):
    """Played without being kept: the routes are judged with their places in the book."""
    with rehearsal():
        kept = timetables.timetable_or_404(places_id, routes_id)
        name, ids = kept.places.file_name, {"places_id": places_id, "routes_id": routes_id}
        judged = timetables.bring_in(kept, clock.now(), current_user)
        names = timetables.place_names()
    shown = sorted(judged, key=lambda told: verdicts.to_read_first(told[1]))[:SHOWN_ROWS]
    counted = verdicts.counts(row for _kind, row in judged)
    return render_template(
        "coordination/imports/timetable_preview.html", name=name, ids=ids, rows=shown, counts=counted,
        total=len(judged), names=names,
    )  # fmt: skip


@bp.post("/imports/timetable/<int:places_id>/<int:routes_id>/bring-in")
def bring_in_timetable(places_id: int, routes_id: int):
    with transaction():
        judged = timetables.bring_in(timetables.timetable_or_404(places_id, routes_id), clock.now(), current_user)
    counted = verdicts.counts(row for _kind, row in judged)
    say(_("Horario importado: %(created)d nuevas, %(updated)d cambiaron, %(unchanged)d iguales, "
          "%(refused)d por revisar.", **counted))  # fmt: skip
    return redirect(url_for(".batch", batch_id=routes_id))


@bp.post("/imports/timetable/<int:places_id>/<int:routes_id>/discard")
def discard_timetable(places_id: int, routes_id: int):
    with transaction():
        kept = timetables.timetable_or_404(places_id, routes_id)
        operations.discard(kept.places)
        operations.discard(kept.routes)
    say(_("Horario descartado: no se guardó nada."))
    return redirect(url_for(".batches"))


def _download(text: str, name: str) -> Response:
    """With a BOM: without one Excel shows accents as rubbish."""
    response = make_response("\ufeff" + text)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/imports/review")
def review():
    page = queries.review_list(request.args.get("after"))
    return render_template("coordination/imports/review.html", page=page)


@bp.route("/imports/review/<int:row_id>", methods=["GET", "POST"])
def review_row(row_id: int):
    row = queries.waiting_row_or_404(row_id)
    form = row_form(row.kind, by_label(row.kind, json.loads(row.cells)))
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            settled = operations.settle(queries.waiting_row_or_404(row_id), cells_in(form), clock.now(), current_user)
            say(_("La fila %(row)d entró: %(case)s.", row=settled.number, case=settled.case_number or settled.key))
            return redirect(url_for(".review"))
        row = queries.waiting_row_or_404(row_id)
    return render_template("coordination/imports/review_row.html", row=row, form=form)


@bp.post("/imports/review/<int:row_id>/dismiss")
def dismiss(row_id: int):
    with transaction():
        operations.dismiss(queries.waiting_row_or_404(row_id), clock.now(), current_user)
    say(_("La fila ya no espera revisión; sigue en su hoja como rechazada."))
    return redirect(url_for(".review"))
