"""Fetching revocation lists: the only room that talks to the network. The kiosk itself never enters it."""
