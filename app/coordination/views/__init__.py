"""Pages that show several parts, split by noun."""

from app.coordination.views.blueprint import bp

BLUEPRINTS = (bp,)
SIGNED_HOOKS = ()


@bp.get("/")
def home():
    return "ok"
