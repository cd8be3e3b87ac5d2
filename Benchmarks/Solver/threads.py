#!/usr/bin/env python3
"""Measures what several threads are worth: their plans beside those of one thread.

    threads.py [--bench FOLDER] [--threads 2] [--seconds 3] [--seeds 0,1,2] [--sets vrptw,ortec] [--core 0]

On each instance, in turn: N threads for so many seconds each, one thread for so long, and one for N times as long, which is what N
threads could be worth if nothing were lost. Times are the process's own on the processor, shared among its threads, so that it may
be measured on one core of a busy machine. Prints a table of mean gaps to best known in percent, every solution judged by check.py.
"""
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench_solver  # noqa: E402
import runs  # noqa: E402


def arguments():
    parser = bench_solver.parser_of_runs(__doc__.splitlines()[0], "bench-threads")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=3)
    return parser.parse_args()


def mean(values):
    return f"{sum(values) / len(values):.2f}" if values else "–"


def main():
    options = arguments()
    folder = os.path.abspath(options.bench)
    if not bench_solver.is_ready(folder, options.solver):
        return 2
    judge = bench_solver.load_judge(folder)
    bench = runs.Bench(folder, judge, options.solver, os.path.abspath(options.work), sys.executable, options.core)
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
