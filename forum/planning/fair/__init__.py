"""Fair selection under a budget: pure functions on plain arrays."""
