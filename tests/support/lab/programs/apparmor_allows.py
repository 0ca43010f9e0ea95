"""``/usr/bin/python3 apparmor_allows.py PROFILE <PATHS``: what AppArmor's library reads in a profile for each path.

A path a line; the answer is the letters of apparmor.d(5) that the owner of the file has, ``x`` for a program that runs
under this same profile. apparmor_parser brings in what the profile includes; the first value of each
of its variables is put in its place here.
"""

import re
import subprocess
import sys
from importlib import import_module

# Debian's package for Debian's own Python: no dependency of ours.
library = import_module("apparmor.aa")


def flattened(path):
    command = ["apparmor_parser", "--skip-kernel-load", "--preprocess", path]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    values = {}
    for name, sign, value in re.findall(r"^\s*@\{(\w+)\}\s*(\+?=)\s*(.*?),?\s*$", text, re.MULTILINE):
        values[name] = [*(values.get(name, []) if sign == "+=" else []), *value.split()]
    text = text[text.index("profile ") :]
    while re.search(r"@\{(?!profile_name)\w+\}", text):
        for name, words in values.items():
            text = text.replace(f"@{{{name}}}", words[0].rstrip("/"))
    return text


def main():
    library.init_aa()
    (hats,) = library.parse_profile_data(flattened(sys.argv[1]).splitlines(keepends=True), "", False).values()
    (profile,) = hats.values()
    for path in sys.stdin.read().splitlines():
        allowed = profile["file"].get_perms_for_path(path)["allow"]
        letters = {*allowed["all"], *allowed["owner"]}
        if any(rule.exec_perms == "ix" for rule in profile["file"].get_exec_rules_for_path(path, False).rules):
            letters.add("x")
        sys.stdout.write("".join(sorted(letters)) + "\n")


main()
