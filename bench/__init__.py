"""How fast, beside whom. Each workload runs with its peer in one go, alternating; nothing here asserts a time."""
