"""Pages of messages: what goes out, what comes in, one number's conversation, and the phones of the simulator."""

from . import conversation, hooks, inbox, outgoing, simulator, voice
from .blueprint import bp

BLUEPRINTS = (bp,)
SIGNED_HOOKS = (*hooks.SIGNED_HOOKS, voice.twilio_voice, voice.twilio_voice_status)
__all__ = ["BLUEPRINTS", "SIGNED_HOOKS", "conversation", "hooks", "inbox", "outgoing", "simulator", "voice"]
