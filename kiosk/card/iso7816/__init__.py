"""ISO/IEC 7816: commands, status words, BER-TLV, the exchange with a card, transparent files."""
