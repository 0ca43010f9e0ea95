"""The lane of the card: its calls, their deadlines, and the connection that only sends by right."""
