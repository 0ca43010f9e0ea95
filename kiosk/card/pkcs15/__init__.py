"""PKCS#15: the directories of a card's objects, and the AODF that describes its codes."""
