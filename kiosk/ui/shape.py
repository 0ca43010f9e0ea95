"""KV files: each stands beside the module whose widgets it shapes."""

from __future__ import annotations

from pathlib import Path

from kivy.lang import Builder


def load_shape(module_file: str) -> None:
    """Load the ``.kv`` file beside ``module_file``."""
    Builder.load_file(str(Path(module_file).with_suffix(".kv")))
