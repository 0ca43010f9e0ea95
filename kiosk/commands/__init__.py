"""The commands beside the window, one module each; ``kiosk.__main__`` gathers them."""
