#!/bin/sh
# Trains the noun-phrase models and writes their weights: phrases.sh SHARED WORK
#
# SHARED is the shared folder, WORK a folder for what is made on the way, as for names.sh, whose unlabelled sentences serve for the
# vocabulary. `steps.sh` says how a run is resumed. Run from the root of the checkout.
set -eu
shared=$1 work=$2
. crates/lab/train/steps.sh
lab() { cargo run --quiet --release --package headwater-lab -- coreference "$@"; }
texts=$work/phrases

# Texts with features, as the program computes them, and the words' first values.
step "$texts/tables.json" lab features "$texts"
step "$texts/plain.jsonl" cp "$work/names/plain.jsonl" "$texts/plain.jsonl"
minilm
step "$work/phrases.npz" run names_vectors "$wheel" "$texts" "$work/phrases.npz"

# The finder; the phrases that it finds; what each refers to.
step "$work/finder.done" run phrases_finder "$texts" "$shared/corpora" "$work/phrases.npz" "$work/finder" \
    --epochs "$(full 9 1)"
step "$work/finder.safetensors" run phrases_export "$work/finder.pt" "$work/phrases.npz" "$texts" - "$work/finder.safetensors"
step "$work/links/gum.train.links.jsonl" lab links "$work/finder.safetensors" "$work/links"
step "$work/links.done" run phrases_links "$texts" "$work/links" "$work/phrases.npz" "$work/finder.pt" "$work/links" \
    --epochs "$(full 10 1)"
run phrases_export "$work/finder.pt" "$work/phrases.npz" "$texts" "$work/links.pt" "$(carried phrases)"
