"""The long reading: business data, certificates, situations."""
