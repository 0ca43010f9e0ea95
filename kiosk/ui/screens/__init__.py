"""One layout each: a ``.py`` (properties in, events out) and a ``.kv`` (shape)."""
