"""A laid-out document as tagged PDF."""
