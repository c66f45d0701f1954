#!/usr/bin/env bash
# Writes each library's public API into its PublicAPI.Unshipped.txt, from what the analyzer says is missing (RS0016).
set -euo pipefail
cd "$(dirname "$0")/.."
for project in Unroll Unroll.Datasets Unroll.Datasets.Reuters Unroll.Images Unroll.Plots Unroll.TensorBoard; do
    api="src/$project/PublicAPI.Unshipped.txt"
    before=$(cat "$api")
    log=$(mktemp)
    printf '#nullable enable\n' > "$api"
    dotnet build "src/$project" -c Release -m:1 -nologo > "$log" 2>&1 || true
    if grep ': error ' "$log" | grep -qv 'RS0016'; then
        printf '%s\n' "$before" > "$api"
        grep ': error ' "$log" | grep -v 'RS0016' | sort -u >&2
        exit 1
    fi
    { echo '#nullable enable'; sed -nE "s/^.*RS0016: Symbol '(.*)' is not part of the declared public API.*$/\1/p" "$log" | LC_ALL=C sort -u; } > "$api"
    echo "$api: $(($(wc -l < "$api") - 1)) symbols"
done
