"""What comes in, one row a number."""

from flask import render_template, request
from flask_login import current_user

from app.foundation import clock
from app.messaging import inbox as boxes
from app.messaging import queries

from .blueprint import bp, visible


@bp.get("/inbox")
def inbox():
    box = request.args.get("box") if request.args.get("box") in boxes.BOXES else "open"
    page = boxes.page(box, request.args.get("after"), visible(), current_user)
    return render_template("messaging/inbox.html", page=page, box=box, alarms=queries.alarms(clock.today()))
