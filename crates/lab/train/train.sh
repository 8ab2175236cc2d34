#!/bin/sh
# Trains the attribution tagger and writes its weights: train.sh SHARED WORK [WEIGHTS]
#
# SHARED is the shared folder, WORK a folder for what is made on the way. `steps.sh` says how a run is resumed. With WEIGHTS (models/attribution.safetensors,
# say) the first model is not trained but taken from them. Run from the root of the checkout.
set -eu
shared=$1 work=$2 begin=${3:-}
polnear=$shared/corpora/polnear
. crates/lab/train/steps.sh
lab() { cargo run --quiet --release --package headwater-lab -- polnear "$@"; }

# Features, as the program computes them.
step "$work/plain.jsonl" run plain_texts "$shared/corpora" "$work/plain.jsonl"
for part in train dev; do
    step "$work/$part/words.txt" lab features "$(few "$polnear/$part.jsonl")" "$work/$part"
done
step "$work/plain/words.txt" lab features "$(few "$work/plain.jsonl")" "$work/plain"

# MiniLM: the words' first values, and the teacher.
minilm
vectors=$work/vectors.npz
step "$vectors" run vectors "$wheel" "$vectors" "$work/train" "$work/plain"
step "$work/teacher.pt" run teacher "$wheel" "$shared/reference/tagger-trial/minilm.pt" "$work/train" "$work/dev" \
    "$work/teacher.pt" --epochs 3 --stop "$(full 800 4)" --resume

# The first model, from the labels alone; then the second, from the labels and what teacher and first model say.
tagger() { run tagger --data "$work/train" --dev "$work/dev" --vectors "$vectors" --length 96 --batch 48 --resume "$@"; }
if [ -n "$begin" ]; then
    step "$work/first.done" run restore "$begin" "$vectors" "$work/first.pt"
else
    step "$work/first.done" tagger --out "$work/first" --epochs "$(full 4 1)" --dropout 0.3
fi
for folder in train plain; do
    step "$work/$folder/moves.npy" run soften "$work/$folder" "$vectors" "$wheel" \
        --teachers "$work/teacher.pt" --students "$work/first.pt"
done
step "$work/second.done" tagger --out "$work/second" --begin "$work/first.pt" --epochs "$(full 13 2)" --dropout 0.25 --rate 0.002 \
    --silver "$work/plain" --teacher 0.5

# The linker, the weights, and the confidence that is fitted with them.
step "$work/links.json" lab links "$(few "$polnear/train.jsonl")" "$work/links.json"
step "$work/even.safetensors" run export "$work/second.pt" "$vectors" "$work/links.json" "$work/even.safetensors"
step "$work/confidence.json" lab confidence "$(few "$polnear/dev.jsonl")" "$work/confidence.json" "$work/even.safetensors"
run export "$work/second.pt" "$vectors" "$work/links.json" "$(carried attribution)" "$work/confidence.json"
