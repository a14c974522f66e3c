"""What a forum leaves behind: minutes, comments on them, tasks."""
