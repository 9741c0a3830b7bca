# Read by the other scripts: installs what is missing, and lets compiled modules be kept in .cache/ where the
# machine says that none may be written. Without them each start of Home Assistant compiles two thousand
# modules, ten seconds of a processor, and the tests start it a hundred times.
# shellcheck shell=bash
scripts/setup --quiet
if [ -n "${PYTHONDONTWRITEBYTECODE:-}" ]; then
  unset PYTHONDONTWRITEBYTECODE
  export PYTHONPYCACHEPREFIX=$PWD/.cache/bytecode
fi
