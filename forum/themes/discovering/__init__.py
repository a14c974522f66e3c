"""New themes, and themes grown two centres, proposed from what fits badly."""
