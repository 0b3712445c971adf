"""When the tests play."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # Monday, ten in the morning in Jaltenango
