"""The states of a message and the only moves between them, as the database itself enforces them.

The table is RELIABILITY's: docs/rules-messages.md has it in prose. Proof that the carrier has a text (our id in
a signed callback, or its list) may come at any time, hence the moves to `accepted` from everywhere before it.
"""

STATES = (
    "planned", "claimed", "sending", "unknown", "accepted", "sent", "delivered", "undelivered", "failed", "expired",
    "cancelled", "manual",
)  # fmt: skip
RANK = {"accepted": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3}
FINAL = frozenset({"delivered", "undelivered", "failed", "expired", "cancelled", "manual"})
ON_ITS_WAY = frozenset({"accepted", "sent", "delivered"})

MOVES = frozenset(
    {
        ("planned", "claimed"), ("planned", "expired"), ("planned", "cancelled"), ("planned", "accepted"),
        ("planned", "unknown"),
        ("claimed", "planned"), ("claimed", "expired"), ("claimed", "cancelled"), ("claimed", "sending"),
        ("claimed", "accepted"), ("claimed", "unknown"),
        ("sending", "accepted"), ("sending", "planned"), ("sending", "failed"), ("sending", "unknown"),
        ("unknown", "accepted"), ("unknown", "planned"), ("unknown", "manual"),
        ("manual", "accepted"),
        ("accepted", "sent"), ("accepted", "delivered"), ("accepted", "undelivered"), ("accepted", "failed"),
        ("sent", "delivered"), ("sent", "undelivered"), ("sent", "failed"),
    }
)  # fmt: skip

TWILIO_STATES = {
    "accepted": "accepted", "scheduled": "accepted", "queued": "accepted", "sending": "accepted", "sent": "sent",
    "delivered": "delivered", "read": "delivered", "undelivered": "undelivered", "failed": "failed",
    "canceled": "failed",
}  # fmt: skip


def may_move(old: str, new: str) -> bool:
    """Whether a message may go from `old` to `new`."""
    return (old, new) in MOVES


def grows(old: str, new: str) -> bool:
    """Whether a carrier's report is news: a late one never moves a message backwards."""
    return RANK.get(new, 0) > RANK.get(old, 0)


def guard_statements(dialect: str) -> list[str]:
    """The SQL that makes the database refuse any other move, for a migration."""
    pairs = ", ".join(sorted(f"'{old}>{new}'" for old, new in MOVES))
    refused = f"OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN ({pairs})"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER message_moves BEFORE UPDATE OF state ON message WHEN {refused} "
            "BEGIN SELECT RAISE(ABORT, 'a message does not move so'); END"
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_move() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a message does not move so: % to %', OLD.state, NEW.state; END $$",
        f"CREATE TRIGGER message_moves BEFORE UPDATE OF state ON message FOR EACH ROW WHEN ({refused}) "
        "EXECUTE FUNCTION refuse_move()",
    ]
