"""The visit as a pure state machine: ``step(visit, event, now) -> (visit, effects)``."""
