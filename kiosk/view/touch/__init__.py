"""Which touches and keys count."""
