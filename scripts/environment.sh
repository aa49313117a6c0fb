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
    local folder=$root/$1 requirements=$root/requirements/$2.txt stamp status=0
    stamp="$root ${PYTHON:-} $(cksum <"$requirements")"
    is_up_to_date "$folder" "$stamp" && return
    if [ ! -w "$root" ]; then
        echo "$1 is not set up for you, and you may not write to $root: use a clone of your own." >&2
        return 1
    fi
    take_turns "$folder.lock" "$1"
    is_up_to_date "$folder" "$stamp" || make_environment "$folder" "$requirements" "$stamp" "$1" || status=1
    rm -rf "$folder.lock"
    return $status
}

is_up_to_date() { # folder, stamp
    [ -x "$1/bin/python" ] && [ "$(cat "$1/stamp" 2>/dev/null)" = "$2" ]
}

# Waits while another start sets the same thing up; one that died left its number behind, and is passed over.
take_turns() { # lock, name
    local said=
    until mkdir "$1" 2>/dev/null; do
        if [ -s "$1/pid" ] && ! kill -0 "$(cat "$1/pid")" 2>/dev/null; then
            rm -rf "$1"
        else
            [ -n "$said" ] || echo "Another start is setting up $2; waiting for it ..." >&2
            said=yes
            sleep 1
        fi
    done
    echo $$ >"$1/pid"
}

make_environment() { # folder, requirements, stamp, name
    local python way=pip
    python=$(find_python) || return 1
    command -v uv >/dev/null 2>&1 && way=uv
    echo "Setting up $4 with $way, once; this can take a minute ..." >&2
    rm -rf "$1"
    if ! "install_with_$way" "$python" "$1" "$2" >&2; then
        rm -rf "$1"
        echo "The packages could not be installed; the lines above say why. Is there a network, and space on the disk?" >&2
        return 1
    fi
    # The packages of this checkout are found from everywhere, and compiled too: a start is then quick.
    echo "$root" >"$("$1/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/jangreu.pth"
    "$1/bin/python" -m compileall -q "$root/bot" "$root/model" "$root/storage" >/dev/null || true
    printf '%s\n' "$3" >"$1/stamp"
}
