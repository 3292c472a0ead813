#!/usr/bin/env bash
# Throughput and latency of a server of ours against nginx `return 200`, in the same run and interleaved; medians of RUNS.
#   bench/server_bench.sh BASE_URL [PID]  BASE_URL serves POST /videos and GET /videos/ID below it; PID for its processor time
#   bench/server_bench.sh                 builds and starts bench/http_bench_server
# Absolute numbers say little on a shared machine: read the ratios.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${RUNS:-3} seconds=${SECONDS_EACH:-4} build=${BUILD:-build/release}
for tool in wrk nginx curl; do command -v $tool >/dev/null || PATH=$PATH:/usr/sbin; command -v $tool >/dev/null || { echo "needs $tool"; exit 1; }; done
work=$(mktemp -d) pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT

if [ $# -gt 0 ]; then
  base=$1 ours=${2:-}
else
  cmake --preset release -DVIDSPEC_BENCH=ON >/dev/null && cmake --build --preset release --target http_bench_server >/dev/null
  "$build/bench/http_bench_server" >"$work/url" & pids+=($!)
  ours=$!
  for _ in $(seq 100); do [ -s "$work/url" ] && break; sleep 0.02; done
  base=$(cat "$work/url")/v1
fi
key=${VIDSPEC_API_KEY:-sk-bench}
task='{"model":"sora-2","prompt":"a bench","seconds":"4","size":"720x1280"}'
id=$(curl -fsS -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d "$task" "$base/videos" | sed 's/.*"id":"\([^"]*\)".*/\1/')
body=$(curl -fsS -H "Authorization: Bearer $key" "$base/videos/$id")

cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/pid; error_log $work/error.log; daemon off;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; default_type application/json; client_body_temp_path $work;
  server { listen 127.0.0.1:${NGINX_PORT:-18099} backlog=4096; location / { return 200 '$body'; } } }
CONF
nginx -c "$work/nginx.conf" -p "$work" & pids+=($!)
nginx=$!
sleep 0.3
reference=http://127.0.0.1:${NGINX_PORT:-18099}

cat >"$work/get.lua" <<LUA
wrk.headers["Authorization"] = "Bearer $key"
LUA
cat >"$work/post.lua" <<LUA
wrk.method = "POST"; wrk.body = '$task'
wrk.headers["Content-Type"] = "application/json"; wrk.headers["Authorization"] = "Bearer $key"
LUA

# Processor time of a process and its children so far, in microseconds: the number that other load on the machine moves least.
cpu_us() {
  local all=0 pid
  for pid in $1 $(pgrep -P "$1" || true); do
    all=$((all + $(awk -v tick="$(getconf CLK_TCK)" '{ print int(($14 + $15) * 1000000 / tick) }' "/proc/$pid/stat")))
  done
  echo $all
}
# load SCRIPT CONNECTIONS URL PID → a line "rps p50 p99 cpu-us-per-request errors"
load() {
  local before; before=$([ -z "$4" ] || cpu_us "$4")
  wrk -t2 -c"$2" -d"${seconds}s" --latency -s "$work/$1.lua" "$3" | awk '
    function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
    /50%/ { p50 = ms($2) } /99%/ { p99 = ms($2) } /Requests\/sec/ { rps = $2 } /Socket errors|Non-2xx/ { bad = bad " " $0 }
    /requests in/ { count = $1 }
    END { printf "%d %.2f %.2f %d%s\n", rps, p50, p99, count, bad == "" ? "" : " !" bad }' >"$work/line"
  local rps p50 p99 count rest after; read -r rps p50 p99 count rest <"$work/line"
  after=$([ -z "$4" ] || cpu_us "$4")
  echo "$rps $p50 $p99 $([ -z "$4" ] || awk -v t=$((after - before)) -v c="$count" 'BEGIN { printf "%.1f", t / c }') $rest"
}
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

for case in "get 64 /videos/$id" "post 64 /videos" "get 1000 /videos/$id"; do
  read -r script connections path <<<"$case"
  : >"$work/ours"; : >"$work/nginx"
  for _ in $(seq "$runs"); do
    load "$script" "$connections" "$reference/" "$nginx" >>"$work/nginx"
    load "$script" "$connections" "$base$path" "${ours:-}" >>"$work/ours"
  done
  load "$script" "$connections" "$reference/" "$nginx" >>"$work/nginx"
  awk -v c="$script x$connections" '{ print "  " c, FILENAME ~ /nginx$/ ? "nginx" : "ours ", $0 }' "$work/nginx" "$work/ours"
  o=$(median <"$work/ours") n=$(median <"$work/nginx")
  awk -v o="$o" -v n="$n" -v c="$script x$connections" -v p50="$(cut -d' ' -f2 "$work/ours" | median)" -v p99="$(cut -d' ' -f3 "$work/ours" | median)" \
    -v cpu="$(cut -d' ' -f4 "$work/ours" | median)" -v ref="$(cut -d' ' -f4 "$work/nginx" | median)" \
    'BEGIN { printf "%-10s ratio %.3f of nginx (%d / %d per second), p50 %s ms, p99 %s ms, cpu %s us a request (nginx %s)\n",
                     c, o / n, o, n, p50, p99, cpu, ref }'
done
[ -z "${ours:-}" ] || awk '/VmRSS/ { print "resident after load:", $2 / 1024, "MB" }' "/proc/$ours/status"
