#!/bin/sh
# Runs scripts/setup.py with the first Python here that all pinned packages have wheels for and that can make a .venv.
cd "$(dirname "$0")/.." || exit 1
version='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
without_venv=
for python in python3 python3.14 python3.13 python3.12 python3.11 .venv/bin/python; do
    "$python" -c "$version" 2>/dev/null || continue
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then exec "$python" scripts/setup.py "$@"; fi
    without_venv=${without_venv:-$python}
done
if [ -n "$without_venv" ]; then
    echo "error: $without_venv lacks venv or ensurepip. Install them (Debian, Ubuntu: the package python3-venv) and run this again." >&2
else
    echo "error: no Python from 3.11 to 3.14 found as python3 or python3.11 to python3.14. Install one and run this again." >&2
fi
exit 1
