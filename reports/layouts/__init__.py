"""Documents laid out on paper: positioned marks, with nothing that draws them."""
