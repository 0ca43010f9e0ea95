"""What the process asks of the system: no core, a sign of life, a clean end, a sane clock."""
