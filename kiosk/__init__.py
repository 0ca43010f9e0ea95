"""The kiosk: what the person sees and may do, and the card in the reader."""
