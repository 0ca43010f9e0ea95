"""The lane that counts outcomes, and how it opens the store."""
