"""What we print: documents as plain values, their layouts, PDF and CUPS."""
