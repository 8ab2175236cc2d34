#!/bin/sh
# Trains the name model and writes its weights: names.sh SHARED WORK
#
# SHARED is the shared folder, WORK a folder for what is made on the way. `steps.sh` says how a run is resumed. Run from the root of the checkout.
set -eu
shared=$1 work=$2
. crates/lab/train/steps.sh

# Sentences with features, as the program computes them: the marked sets, and every third unlabelled article, for its words.
step "$work/plain.jsonl" run plain_texts "$shared/corpora" "$work/plain.jsonl"
step "$work/third.jsonl" sh -c "awk 'NR % 3 == 1' '$work/plain.jsonl' > '$work/third.jsonl'"
step "$work/names/plain.jsonl" cargo run --quiet --release --package headwater-lab -- \
    names features "$work/names" "$(few "$work/third.jsonl")"

# The words' first values, and the model.
minilm
step "$work/names.npz" run names_vectors "$wheel" "$work/names" "$work/names.npz"
step "$work/names.done" run names_tagger "$work/names" "$work/names.npz" "$work/names-model" --epochs "$(full 10 1)" --twice ewt.train --resume
run names_export "$work/names-model.pt" "$work/names.npz" "$(carried names)"
