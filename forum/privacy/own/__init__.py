"""What is kept of oneself: seen, taken away, erased, by account, code, contact or browser."""
