"""Where each role begins, today's work, and the doors to what is set up once."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.coordination import doors, worklist
from app.coordination.views.blueprint import bp
from app.foundation import clock

FIRST_PAGE = {
    "navigator": "coordination.worklist",
    "clinician": "coordination.case_list",
    "finance": "finance.funds",
    "admin": "coordination.worklist",
    "auditor": "finance.funds",
}


@bp.get("/")
def home():
    return redirect(url_for(FIRST_PAGE[current_user.role]))


@bp.get("/worklist", endpoint="worklist")
def worklist_page():
    today = worklist.todays(current_user, request.args, clock.now())
    return render_template("coordination/worklist.html", today=today)


@bp.get("/more")
def more():
    return render_template("coordination/more.html", rooms=doors.ROOMS)
