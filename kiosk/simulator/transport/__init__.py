"""What a real reader lets through on T=0 and T=1."""
