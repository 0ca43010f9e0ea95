"""A simulated card behind Debian's vpcd reader and a real pcscd."""
