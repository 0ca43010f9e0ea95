"""What was exchanged with a card at the first meeting, redacted by an allow-list."""
