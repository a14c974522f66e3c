"""The queue of what somebody should look at: why it is there, its order, deciding on one or many."""
