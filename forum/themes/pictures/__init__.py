"""Pictures of a conversation: the map, who said what where, and themes over time."""
