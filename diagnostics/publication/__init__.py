"""What is published: month by département, small cells hidden and protected."""
