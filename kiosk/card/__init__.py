"""The card: ISO 7816 and the CPS. Only ``pcsc.py`` imports a driver."""
