"""What a screen is made of: values, words, languages."""
