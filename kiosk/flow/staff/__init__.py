"""Staff at the machine: the desk that stands over a visit, the help they give to one, and closing."""
