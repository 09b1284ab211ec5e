#!/usr/bin/env bash
# Follows README.md as somebody new would, from an empty folder with an empty package cache, and times it: each command of the
# section "A first bot" is run as it stands there, then Ada says "hi" to the bot and must hear it answer.
#   tests/newcomer.sh [FOLDER]     FOLDER has the packages; without one they are made first (not timed)
# NUGET_FALLBACK_PACKAGES names a cache to take other people's packages from, for machines without a registry.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
limit=${NEWCOMER_SECONDS:-120}
work=$(mktemp -d)
started=()

clean_up() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT

packages=${1:-}
if [ -z "$packages" ]; then
  packages=$work/source
  MinVerVersionOverride=0.1.0 dotnet pack "$root/Telegram.Webhooks.Runtime.sln" -c Release -o "$packages" -v quiet
fi

# A home of its own: no cache, no tools, no templates from before. The registry is the one this machine is set up for.
dotnet nuget list source >/dev/null
known=${DOTNET_CLI_HOME:-$HOME}/.nuget/NuGet/NuGet.Config
home=$work/home
mkdir -p "$home/.nuget/NuGet" "$work/empty"
cp "$known" "$home/.nuget/NuGet/NuGet.Config"
export HOME=$home DOTNET_CLI_HOME=$home PATH="$home/.dotnet/tools:$PATH"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
unset NUGET_PACKAGES MinVerVersionOverride TELEGRAM_BOT_TOKEN TELEGRAM_BASE_URL
dotnet nuget add source "$(cd "$packages" && pwd)" --name local >/dev/null
cd "$work/empty"

# Waits until a program that runs in the background has printed a text.
printed() {
  local text=$1 file=$2 pid=$3 second
  for second in $(seq 600); do
    if grep -qF "$text" "$file"; then return 0; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "'$text' was not printed, but:" && cat "$file" && return 1
}

# In another terminal than the ones before, whose folder is the one the commands have reached.
in_background() {
  touch "$work/$2"
  bash -c "exec env $1" >"$work/$2" 2>&1 &
  started+=($!)
  printed "$3" "$work/$2" $!
}

# By chance, so that two of these at once do not want the same.
port=$((20000 + RANDOM % 10000))
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done

begin=$SECONDS
commands=$(awk '/^## /{ inside = /^## A first bot/ } inside && /^```/{ block = ($0 == "```sh"); next } inside && block' "$root/README.md")
[ -n "$commands" ] || { echo "README.md has no commands in 'A first bot'."; exit 1; }
while IFS= read -r command; do
  command=${command//8081/$port}
  printf '%4d s  $ %s\n' $((SECONDS - begin)) "$command"
  case "$command" in
    'telegram-webhooks sandbox '*) in_background "$command" sandbox 'Ctrl+C stops' ;;
    *' dotnet run --project MyBot') in_background "${command/--project MyBot/--project MyBot --no-launch-profile}" bot 'olling as' ;;
    'dotnet add '*)
      # In an existing project, which the one above is not: it has the package.
      (mkdir existing && cd existing && dotnet new console -v quiet >/dev/null && $command >"$work/add" 2>&1) || { cat "$work/add"; exit 1; } ;;
    *) eval "$command" </dev/null >"$work/output" 2>&1 || { cat "$work/output"; exit 1; } ;;
  esac
done <<<"$commands"

person() { curl -fsS -H 'X-Sandbox: 1' "http://127.0.0.1:$port/sandbox/$1" "${@:2}"; }
ada=$(person act -d '{"action":"add","type":"user","name":"Ada"}' | grep -oE '[0-9]+')
person act -d "{\"action\":\"say\",\"user\":$ada,\"chat\":$ada,\"text\":\"hi\"}" >/dev/null
heard=$(person "messages?chat=$ada&after=0&wait=60")
case "$heard" in *'You said: hi'*) ;; *) echo "Ada heard: $heard"; cat "$work/bot"; exit 1 ;; esac
took=$((SECONDS - begin))
echo "Ada heard 'You said: hi' after $took s."
[ "$took" -le "$limit" ] || { echo "That is more than $limit s."; exit 1; }
