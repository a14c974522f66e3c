"""What was decided on a text, told to its author with reasons; and looked at again if they ask."""
