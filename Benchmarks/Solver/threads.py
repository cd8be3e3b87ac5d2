#!/usr/bin/env python3
"""Measures what several threads are worth: their plans beside those of one thread.

    threads.py [--bench FOLDER] [--threads 2] [--seconds 3] [--seeds 0,1,2] [--sets vrptw,ortec] [--core 0]

On each instance, in turn: N threads for so many seconds each, one thread for so long, and one for N times as long, which is what N
threads could be worth if nothing were lost. Times are the process's own on the processor, shared among its threads, so that it may
be measured on one core of a busy machine. Prints a table of mean gaps to best known in percent, every solution judged by check.py.
"""
import argparse
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench_solver  # noqa: E402
import runs  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog="See the head of this file for more.")
    root = bench_solver.ROOT
    parser.add_argument("--bench", default=os.environ.get("SCHAUFENSTER_BENCH", os.path.join(root, "..", "shared", "bench")))
    parser.add_argument("--solver", default=os.path.join(root, ".build", "release", "dispatch-cli"))
    parser.add_argument("--work", default=os.path.join(root, ".local", "bench-threads"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--sets", default="")
    parser.add_argument("--core", type=int, help="pin every run to this core")
    return parser.parse_args()


def mean(values):
    return f"{sum(values) / len(values):.2f}" if values else "–"


def main():
    options = arguments()
    if not os.path.exists(os.path.join(options.bench, "check.py")):
        sys.exit(f"{options.bench} has no check.py; name the folder with --bench")
    judge = bench_solver.load_judge(options.bench)
    bench = runs.Bench(options.bench, judge, options.solver, options.work, sys.executable, options.core)
    count, seconds = options.threads, options.seconds
    ways = [("one", seconds, 1), (f"threads{count}", seconds, count), ("one", seconds * count, 1)]
    instances = bench.instances([name for name in options.sets.split(",") if name])
    for instance in instances:
        for seed in map(int, options.seeds.split(",")):
            for name, time, threads in ways:
                bench.run_ours(instance, time, seed, name=name, threads=threads)
    wanted = [(name, time) for name, time, _ in ways]
    results = [result for result in bench.collect(instances) if (result.solver, result.seconds) in wanted]
    print(f"| set | one thread, {seconds:g} s | {count} threads, {seconds:g} s | one thread, {seconds * count:g} s |\n|---|---|---|---|")
    sets = sorted({instance.set for instance in instances})
    for group in sets + [None]:
        cells = []
        for way in wanted:
            own = [result for result in results if (result.solver, result.seconds) == way
                   and (group is None or result.instance.startswith(group + "/"))]
            gaps = [result.gap for result in own if result.feasible]
            cells.append(mean(gaps) + (f" ({len(own) - len(gaps)} infeasible)" if len(gaps) < len(own) else ""))
        print(f"| {group or 'all runs'} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
