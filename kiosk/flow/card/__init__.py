"""From a card's arrival to its check: arrival, reading, audit and papers."""
