"""Who is in charge of which conversation and forum."""
