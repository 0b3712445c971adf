"""Pages of messages: what goes out, what comes in, one number's conversation, and the phones of the simulator."""

from . import conversation, hooks, inbox, outgoing, simulator
from .blueprint import bp
from .hooks import SIGNED_HOOKS

BLUEPRINTS = (bp,)
__all__ = ["BLUEPRINTS", "SIGNED_HOOKS", "conversation", "hooks", "inbox", "outgoing", "simulator"]
