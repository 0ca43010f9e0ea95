"""What stands in the files of a simulated card."""
