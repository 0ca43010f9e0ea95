"""The screens of a visit, one module each."""
