"""Who came: the door, walk-ins, signed sheets, and the figures that follow."""
