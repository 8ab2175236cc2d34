//! Runtime of our small trained models: layers, Viterbi, weight files. No training.
