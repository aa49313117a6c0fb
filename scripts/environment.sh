# Sourced by run, test and python: makes a virtual environment in the checkout, once.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# Prints a Python of 3.11 or newer: $PYTHON if set, else the first that answers.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    echo "Jangreu needs Python 3.11 or newer, and ${PYTHON:-python3} here is older or missing; install one, or name it: PYTHON=/path/to/python3.11 $0" >&2
    return 1
}

install_with_uv() { # python, folder, requirements
    uv venv --quiet --python "$1" "$2" &&
        uv pip install --quiet --compile-bytecode --require-hashes --python "$2/bin/python" --requirement "$3"
}

install_with_pip() { # python, folder, requirements
    if ! "$1" -m venv "$2"; then
        echo "Python's venv module is not complete; on Debian and Ubuntu install the package python3-venv." >&2
        return 1
    fi
    "$2/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$3" &&
        "$2/bin/python" -m compileall -q -j 0 "$2/lib" >/dev/null
}

# Makes the environment in folder $1 from requirements/$2.txt, unless it is there and up to date.
# Everything that it says goes to standard error.
prepare_environment() {
    local folder=$root/$1 requirements=$root/requirements/$2.txt stamp python way=pip
    stamp="$root ${PYTHON:-} $(cksum <"$requirements")"
    if [ -x "$folder/bin/python" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
        return
    fi
    python=$(find_python) || return 1
    command -v uv >/dev/null 2>&1 && way=uv
    echo "Setting up $1 with $way, once; this can take a minute ..." >&2
    rm -rf "$folder"
    if ! "install_with_$way" "$python" "$folder" "$requirements" >&2; then
        rm -rf "$folder"
        echo "The packages could not be installed; the lines above say why. Is there a network, and space on the disk?" >&2
        return 1
    fi
    # The packages of this checkout are found from everywhere, and compiled too: a start is then quick.
    echo "$root" >"$("$folder/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/jangreu.pth"
    "$folder/bin/python" -m compileall -q "$root/bot" "$root/model" "$root/storage" >/dev/null || true
    printf '%s\n' "$stamp" >"$folder/stamp"
}
