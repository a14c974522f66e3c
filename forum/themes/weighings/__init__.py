"""What weighings show of a conversation: kept after each analysis, told on one page."""
