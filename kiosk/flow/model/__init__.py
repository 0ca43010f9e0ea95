"""What the flow speaks of: its states, a visit, what happens to it and what it asks for."""
