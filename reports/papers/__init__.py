"""What a paper says: documents as plain values, in French and beside another language."""
