"""Who wants to come: registrations, the waiting list, letters and calls."""
