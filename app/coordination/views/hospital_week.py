"""Whom each hospital expects this week."""

from flask import render_template, request
from flask_login import current_user

from app.coordination import hospital_week
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.web import day_asked


@bp.get("/hospitals/week")
def hospital_week_page():
    now, chosen = clock.now(), request.args.get("hospital", "")
    week = hospital_week.week(day_asked(request.args, "from") or clock.today(now), chosen, current_user, now)
    return render_template("coordination/hospital_week.html", week=week, chosen=chosen, today=clock.today(now))
