#!/bin/sh
# Trains the name model and writes its weights: names.sh SHARED WORK
#
# SHARED is the shared folder, WORK a folder for what is made on the way. `steps.sh` says how a run is resumed. Run from the root of the checkout.
set -eu
shared=$1 work=$2
. crates/lab/train/steps.sh

# Sentences with features, as the program computes them: the marked sets, and every third unlabelled article.
step "$work/plain.jsonl" run plain_texts "$shared/corpora" "$work/plain.jsonl"
step "$work/third.jsonl" sh -c "awk 'NR % 3 == 1' '$work/plain.jsonl' > '$work/third.jsonl'"
step "$work/names/plain.jsonl" cargo run --quiet --release --package headwater-lab -- \
    names features "$work/names" "$(few "$work/third.jsonl")"

# MiniLM: the words' first values, and the teacher, which then reads the unlabelled sentences.
minilm
step "$work/names.npz" run names_vectors "$wheel" "$work/names" "$work/names.npz"
step "$work/names-teacher.pt" run names_teacher "$wheel" "$work/names" "$work/names-teacher.pt" \
    --epochs "$(full 2.5 0.01)" --resume
units=$(full 260000 3000)
step "$work/plain.npz" run names_soften "$wheel" "$work/names-teacher.pt" "$work/names/plain.jsonl" "$work/plain.npz" "$units"

# The model itself, twice: with unlabelled news as the teacher reads it, and without it, the web treebank read twice. What is used is the mean of both.
student() { # student NAME ARGUMENT...
    out=$work/$1
    shift
    step "$out.done" run names_tagger "$work/names" "$work/names.npz" "$out" --epochs "$(full 10 1)" --rate 0.004 --resume "$@"
}
student names-first --silver "plain=$work/plain.npz"
student names-second --twice ewt.train
run names_export "$work/names-first.pt" "$work/names-second.pt" "$work/names.npz" "$(carried names)"
