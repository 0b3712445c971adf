"""The route book and its places, taken along as a sheet."""

from flask import Response
from flask_login import current_user

from app.coordination.imports import going_out
from app.coordination.views.blueprint import bp
from app.foundation import audit, clock
from app.foundation.db import transaction

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@bp.get("/book/<any(routes, places):kind>.<any(csv, xlsx):form>")
def book_sheet(kind: str, form: str):
    content = going_out.sheet(kind, form)
    with transaction():
        audit.record("book.exported", kind, current_user, format=form)
    name = f"{kind}-{clock.today()}.{form}"
    return Response(content, mimetype=TYPES[form], headers={"Content-Disposition": f"attachment; filename={name}"})
