#!/bin/sh
# How long the board takes to redraw with STOPS stops (default 1000), beside writing the same screen as a whole.
# Prints JSON and one sentence. Usage: bench-board.sh [STOPS]
set -eu
cd "$(dirname "$0")/.."
swift build -c release --product dispatch-cli
report=$(.build/release/dispatch-cli board-timing --stops "${1:-1000}")
echo "$report"
echo "$report" | awk -F '[:,]' '
    /medianMilliseconds/ { median = $2 } /worstMilliseconds/ { worst = $2 } /plainWrite/ { plain = $2 } /"stops"/ { stops = $2 }
    END { printf "%d stops: a redraw takes %.2f ms (worst %.2f), %.1f times a plain write of the screen\n", stops, median, worst, median / plain }'
