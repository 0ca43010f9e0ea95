#!/bin/sh
# Writes the four lock files anew from pyproject.toml; needs uv on the PATH.
# Arguments go to uv: `sh deploy/lock.sh --upgrade` takes the newest versions, `--upgrade-package kivy` only one.
set -eu
cd "$(dirname "$0")/.."

lock() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
        --custom-compile-command 'sh deploy/lock.sh' "$@" >/dev/null
}

# What builds pyscard and this project: locked too, so that the build fetches nothing unchecked. What swig 4.3.0 (Debian 13)
# generates crashes when Python ends: swig issue 3061.
printf 'setuptools>=77\nswig>=4.3.1\n' | lock "$@" --no-annotate --output-file deploy/build.lock -
lock "$@" --output-file requirements.lock pyproject.toml
lock "$@" --extra test --constraints requirements.lock --output-file deploy/test.lock pyproject.toml
lock "$@" --extra mutants --constraints deploy/test.lock --output-file deploy/mutants.lock pyproject.toml
