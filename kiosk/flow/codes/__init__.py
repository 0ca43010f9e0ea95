"""Up to the final button: the letter, the typing of codes, the PIN of today and a forgotten one."""
