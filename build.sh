#!/usr/bin/env bash
# The project's commands; './build.sh help' lists them. Each does all its own set-up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

solution=Telegram.Webhooks.Runtime.sln
results=artifacts/test-results
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# The SDK that global.json asks for: the one on PATH if it fits, else installed below .dotnet with the official script.
ensure_sdk() {
  if command -v dotnet >/dev/null 2>&1 && dotnet --version >/dev/null 2>&1; then return; fi
  export DOTNET_ROOT="$PWD/.dotnet" PATH="$PWD/.dotnet:$PATH"
  if [ -x .dotnet/dotnet ] && dotnet --version >/dev/null 2>&1; then return; fi
  echo "The .NET SDK of global.json is missing; installing it into .dotnet"
  mkdir -p .dotnet
  fetch https://dot.net/v1/dotnet-install.sh .dotnet/dotnet-install.sh
  bash .dotnet/dotnet-install.sh --channel 10.0 --install-dir .dotnet --no-path
  dotnet --version >/dev/null
}

# Programs that tests need: a browser for the chat page, a server for the PostgreSQL inbox, and what reads the files of deploy/. Where one is missing and
# may not be installed, its tests are skipped and say so.
ensure_programs() {
  local missing=()
  [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1 || missing+=(chromium)
  [ -n "${TELEGRAM_TEST_POSTGRES:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || compgen -G '/usr/pgsql-*/bin/postgres' >/dev/null \
    || missing+=(postgresql)
  # Through the pooler that many put before it, too.
  command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  command -v docker-compose >/dev/null 2>&1 || missing+=(docker-compose)
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
  ensure_proxies
}

# Installs Debian packages where that needs no password.
install_packages() {
  command -v apt-get >/dev/null 2>&1 || return 0
  local sudo=
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo='sudo -n'; else return 0; fi
  fi
  echo "Installing for the tests: $*"
  { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null; } \
    || echo "Not all of it could be installed; the tests that need it are skipped: $*"
}

# The lists of packages may be missing, as in most images; only root can fetch them.
download_packages() {
  (cd "$1" && { apt-get download -qq "${@:2}" || { [ "$(id -u)" -eq 0 ] && apt-get update -qq && apt-get download -qq "${@:2}"; }; } 2>/dev/null)
}

# Installed, Caddy and nginx would be started and take port 80. So their programs are only unpacked, below .tools, which anybody may do.
ensure_proxies() {
  local name missing=() folder=$PWD/.tools
  for name in caddy nginx; do
    PATH=$PATH:/usr/sbin:$folder/usr/bin:$folder/usr/sbin command -v "$name" >/dev/null 2>&1 || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1 || return 0
  echo "Fetching for the tests of deploy/: ${missing[*]}"
  mkdir -p "$folder"
  { download_packages "$folder" "${missing[@]}" && for name in "$folder"/*.deb; do dpkg -x "$name" "$folder"; rm "$name"; done; } \
    || echo "Not all of it could be fetched; the tests that need it are skipped: ${missing[*]}"
}

fetch() {
  if command -v curl >/dev/null 2>&1; then curl -fsSL "$1" -o "$2"; else wget -qO "$2" "$1"; fi
}

build() { dotnet build "$solution" -c Release -v quiet "$@"; }

# Runs every test assembly and ends with the line 'N passed, N failed, N skipped', summed over them.
run_tests() {
  rm -rf "$results"
  local status=0
  dotnet test "$solution" -c Release --no-build --logger trx --results-directory "$results" "$@" || status=$?
  report_skipped
  local passed failed skipped total
  passed=$(sum_counter passed); failed=$(sum_counter failed)
  total=$(sum_counter total); skipped=$((total - $(sum_counter executed)))
  [ "$total" -gt 0 ] || { echo "No test was executed."; status=1; }
  echo "$passed passed, $failed failed, $skipped skipped"
  return "$status"
}

sum_counter() {
  { grep -rhoE "<Counters [^>]*" "$results" --include='*.trx' 2>/dev/null || true; } \
    | { grep -oE " $1=\"[0-9]+\"" || true; } | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

report_skipped() {
  local names
  names=$({ grep -rhoE '<UnitTestResult [^>]*outcome="NotExecuted"' "$results" --include='*.trx' 2>/dev/null || true; } \
    | sed -E 's/.*testName="([^"]*)".*/  \1/' | sort)
  if [ -n "$names" ]; then echo "Skipped (each says why above):"; echo "$names"; fi
}

# Brings the public API files up to date with the code: what is new is added, what is gone is removed.
update_public_api() {
  local project=$1 log=artifacts/public-api.log
  local file=$project/PublicAPI.Unshipped.txt
  mkdir -p artifacts
  dotnet build "$project" -v quiet --no-incremental -p:TreatWarningsAsErrors=false >"$log" || { grep ' error ' "$log"; return 1; }
  { grep -oE "RS0017: Symbol '.*' is part of the declared API" "$log" || true; } \
    | sed -E "s/^RS0017: Symbol '(.*)' is part of.*/\1/" | sort -u >artifacts/public-api.gone
  { grep -oE "RS0016: Symbol '.*' is not part of the declared public API" "$log" || true; } \
    | sed -E "s/^RS0016: Symbol '(.*)' is not part of.*/\1/" | sort -u >artifacts/public-api.new
  {
    echo '#nullable enable'
    { { grep -vxF -f artifacts/public-api.gone "$file" | grep -v '^#nullable'; } || true; cat artifacts/public-api.new; } | LC_ALL=C sort -u
  } >"$file.tmp"
  mv "$file.tmp" "$file"
}

# Puts faults into one folder of Runtime, one at a time, and runs the tests of that folder against each: what survives, no test notices.
find_survivors() {
  dotnet build Runtime.Tests -c Release -v quiet
  dotnet run --project Runtime.Mutants -c Release --no-build -- "$@"
}

command=${1:-help}
[ $# -eq 0 ] || shift
case "$command" in
  run) ensure_sdk; echo 'Building the quickstart; the first time takes a minute or two.' >&2; dotnet run --project examples/Quickstart -c Release -- "$@" ;;
  sandbox) ensure_sdk; echo 'Building the local Telegram; the first time takes a minute.' >&2; dotnet run --project Runtime.Tool -c Release -- sandbox "$@" ;;
  test) ensure_sdk; ensure_programs; build; run_tests "$@" ;;
  build) ensure_sdk; build "$@" ;;
  soak) ensure_sdk; build; TELEGRAM_SOAK_KILLS=${1:-100} run_tests --filter "FullyQualifiedName~Inbox.Crash|FullyQualifiedName~PostgreSql.Crash|FullyQualifiedName~Said.Kill" ;;
  mutants) ensure_sdk; find_survivors "$@" ;;
  generate) ensure_sdk; dotnet run --project Runtime.Generator -c Release -- "$@" ;;
  bench) ensure_sdk; dotnet run --project Runtime.Benchmarks -c Release -- "$@" ;;
  pack) ensure_sdk; dotnet pack "$solution" -c Release -o artifacts/packages -p:CompareWithLastPack=true "$@" ;;
  format) ensure_sdk; dotnet format whitespace "$solution" --no-restore "$@" ;;
  api) ensure_sdk; for project in Runtime Runtime.PostgreSql; do update_public_api "$project"; done ;;
  help | *)
    [ "$command" = help ] || echo "'$command' is no command of this script. There are:" >&2
    cat <<'TEXT'
./build.sh run        build and run the main job; needs no token
./build.sh sandbox    build and run a local Telegram for bots in any language; --help lists its options
./build.sh test       build and run everything that proves the project
./build.sh soak [N]   kill a server N times (100) while it takes updates, and check that nothing was lost
./build.sh mutants F  put faults into a folder of Runtime and list those that no test of it notices; without F, its options
./build.sh build      build only
./build.sh generate   rebuild Runtime/BotApi/Generated from the pinned schema
./build.sh bench      run the benchmarks
./build.sh pack       make the packages, in artifacts/packages
./build.sh format     format the code
./build.sh api        bring the files PublicAPI.Unshipped.txt up to date with the code
TEXT
    [ "$command" = help ] ;;
esac
