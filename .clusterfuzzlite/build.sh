#!/bin/bash -eu
# Builds every fuzz target into $OUT, with its seed corpus, its dictionary and its options.
#
# ClusterFuzz, ClusterFuzzLite and OSS-Fuzz run this file with SRC, OUT, WORK, SANITIZER, FUZZING_ENGINE, CFLAGS,
# CXXFLAGS and RUSTFLAGS set; `fuzz/oss-fuzz/check` runs it with the same.
cd "$SRC/pkce"

if [[ ${FUZZING_ENGINE:-libfuzzer} != libfuzzer ]]; then
  echo "the fuzz targets are libFuzzer's, not those of $FUZZING_ENGINE" >&2
  exit 1
fi
# LIB_FUZZING_ENGINE is for C and C++: libfuzzer-sys brings its own libFuzzer, or takes the CUSTOM_LIBFUZZER_PATH that
# the base image sets.
case ${SANITIZER:-address} in
  address | none) sanitizer=${SANITIZER:-address} ;;
  coverage) sanitizer=none ;; # RUSTFLAGS asks for it
  *)
    echo "Rust has no sanitizer \"$SANITIZER\" without a standard library of its own" >&2
    exit 1
    ;;
esac
export CARGO_TARGET_DIR=$WORK/target
host=$(rustc -vV | sed -n 's/^host: //p')

cargo fuzz build --fuzz-dir fuzz --target "$host" --release --debug-assertions --sanitizer "$sanitizer"

# The seeds are written by an ordinary program: built apart, without the flags of the targets. Who has it built names
# the folder in SEEDS_TARGET.
env -u RUSTFLAGS -u CFLAGS -u CXXFLAGS -u CARGO_TARGET_DIR cargo run --quiet --target-dir "${SEEDS_TARGET:-$WORK/seeds-target}" \
  --package pkce-fuzz --no-default-features --example seeds -- "$WORK/seeds"

for source in fuzz/fuzz_targets/*.rs; do
  target=$(basename "$source" .rs)
  # It measures libFuzzer, and finds nothing.
  if [[ $target == empty ]]; then continue; fi
  cp "$CARGO_TARGET_DIR/$host/release/$target" "$OUT/"
  find "$WORK/seeds/corpus/$target" "fuzz/regressions/$target" -type f 2>/dev/null |
    zip --quiet --junk-paths -@ "$OUT/${target}_seed_corpus.zip"
  if [[ -e fuzz/dictionaries/$target.dict ]]; then cp "fuzz/dictionaries/$target.dict" "$OUT/"; fi
  printf '[libfuzzer]\nmax_len = 4096\n' >"$OUT/$target.options"
done
