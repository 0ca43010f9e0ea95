"""What every handler works with: the move, the transitions, what is permitted now, services, leaving."""
