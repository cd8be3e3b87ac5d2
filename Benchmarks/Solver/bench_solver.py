#!/usr/bin/env python3
"""Compares the solver with PyVRP, OR-Tools and VROOM on public instances.

    bench_solver.py [--bench FOLDER] [--sets vrptw,cvrp] [--times 1,3,10,30] [--seeds 0,1,2]
                    [--peers pyvrp,ortools,vroom] [--python PYTHON] [--core 0] [--only-report] [--baseline]

FOLDER holds instances/<set>/, bks.json, check.py (the judge) and peers.py (runs a peer); see docs/benchmarks/solver.md.
All runs are on one thread and by CPU time, in turn on each instance, so that a busy machine is unfair to nobody. What is
in the work folder is not run again: the benchmark can be stopped and continued. Peers that PYTHON does not have are left out.

Writes docs/benchmarks/solver.md, solver.svg and solver.json, and its lines of latest.json. Needs nothing but Python 3.
"""
import argparse
import importlib.util
import os
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import report  # noqa: E402
import runs  # noqa: E402

PEER_MODULES = {"pyvrp": "pyvrp", "ortools": "ortools", "vroom": "vroom"}


def parser_of_runs(description, work):
    """What every benchmark on the public instances can be told."""
    parser = argparse.ArgumentParser(description=description, epilog="See the head of this file for more.")
    parser.add_argument("--bench", default=os.environ.get("SCHAUFENSTER_BENCH", os.path.join(ROOT, "..", "shared", "bench")))
    parser.add_argument("--solver", default=os.path.join(ROOT, ".build", "release", "dispatch-cli"))
    parser.add_argument("--work", default=os.path.join(ROOT, ".local", work))
    parser.add_argument("--sets", default="")
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--core", type=int, help="pin every run to this core")
    return parser


def arguments():
    parser = parser_of_runs(__doc__.splitlines()[0], "bench-solver")
    parser.add_argument("--times", default="1,3,10,30")
    parser.add_argument("--peers", default="pyvrp,ortools,vroom")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers installed")
    parser.add_argument("--only-report", action="store_true", help="run nothing, report what the work folder has")
    parser.add_argument("--baseline", action="store_true",
                        help="peers of which the work folder has nothing are reported from the folder's baseline.json, marked")
    return parser.parse_args()


def installed_peers(wanted, python):
    """The peers that a Python can import; says which it cannot."""
    found = []
    for peer in wanted:
        code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec('{PEER_MODULES[peer]}') is None)"
        if subprocess.run([python, "-c", code]).returncode == 0:
            found.append(peer)
        else:
            print(f"{peer} is not installed for {python} and is left out (pip install pyvrp ortools pyvroom)")
    return found


def load_judge(folder):
    specification = importlib.util.spec_from_file_location("check", os.path.join(folder, "check.py"))
    judge = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(judge)
    return judge


def is_ready(folder, solver):
    """Whether the instances and, if it is to run, the solver are there; says what is not."""
    if not os.path.exists(os.path.join(folder, "check.py")):
        print(f"There are no benchmark instances in {folder}.\n"
              "Name the folder that holds instances/, bks.json and check.py with --bench or SCHAUFENSTER_BENCH;\n"
              "docs/benchmarks/solver.md says what belongs there.")
        return False
    if solver and not os.path.exists(solver):
        print(f"{solver} is missing: swift build -c release --product dispatch-cli")
        return False
    return True


def main():
    options = arguments()
    folder = os.path.abspath(options.bench)
    if not is_ready(folder, None if options.only_report else options.solver):
        return 2
    times = [float(time) for time in options.times.split(",")]
    seeds = [int(seed) for seed in options.seeds.split(",")]
    wanted = [peer for peer in options.peers.split(",") if peer]
    unknown = [peer for peer in wanted if peer not in PEER_MODULES]
    if unknown:
        print(f"No such peer: {', '.join(unknown)}; there are {', '.join(PEER_MODULES)}.")
        return 2
    bench = runs.Bench(folder, load_judge(folder), options.solver, os.path.abspath(options.work), options.python, options.core)
    instances = bench.instances([name for name in options.sets.split(",") if name])
    if not options.only_report:
        peers = installed_peers(wanted, options.python)
        for number, instance in enumerate(instances, 1):
            print(f"[{number}/{len(instances)}] {instance.key}", flush=True)
            for seed in seeds:
                for time in times:
                    bench.run_ours(instance, time, seed)
                for peer in peers:
                    # VROOM has no seed and stops by itself.
                    if peer != "vroom" or seed == seeds[0]:
                        bench.run_peer(instance, peer, times, seed)
                    if peer == "vroom" and seed == seeds[0]:
                        bench.run_as_long_as_vroom(instance, seed)
    results = bench.collect(instances)
    if options.baseline:
        missing = set(PEER_MODULES) - {result.solver for result in results}
        results += bench.baseline(instances, missing, times)
    if not results:
        print("There is nothing to report yet.")
        return 1
    report.write(os.path.join(ROOT, "docs", "benchmarks"), results, bench.versions())
    return 0


if __name__ == "__main__":
    sys.exit(main())
