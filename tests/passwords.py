"""The cast's password, and a way of keeping it that costs a test nothing."""

PASSWORD = "la milpa de mayo"
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
