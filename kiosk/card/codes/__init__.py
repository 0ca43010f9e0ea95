"""Sending a code: whence it comes, who may send it, one transaction from the re-reading to the proof."""
