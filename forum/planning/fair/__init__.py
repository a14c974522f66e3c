"""Fair selection: which projects a budget pays for, from approval ballots; pure arithmetic."""
