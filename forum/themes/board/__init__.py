"""The planner's board: steps that can be undone, acts, verdicts and pages."""
