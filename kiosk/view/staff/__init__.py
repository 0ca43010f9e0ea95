"""The pages of staff mode."""
