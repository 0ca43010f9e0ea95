"""One worker thread for each outside thing, and the inbox that brings its answers to the screen’s thread."""
