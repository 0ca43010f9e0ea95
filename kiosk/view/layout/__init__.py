"""Where everything of a screen stands: from a ``Screen`` and the look of a panel to boxes, texts and keys in pixels."""
