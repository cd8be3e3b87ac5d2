#!/usr/bin/env python3
"""Measures the running day: one more order, and planning again after a few changes.

    warm.py [--solver PATH] [--stops 500] [--changed 5] [--first-day 0] [--days 3] [--seeds 0,1,2] [--threads 1] [--clock cpu]

Makes days of so many deliveries by e-cargo-bike from two hubs (VROOM JSON, travel from coordinates). For each day: a plan of 10 s;
the median time of bestInsertion in it; then some orders are cancelled and as many new ones come in, and the new day is planned
from the old plan in 1 s (with so many threads) and from nothing in 10 s (with one), once with each seed. Prints a table
of means. Needs nothing but Python 3.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HUBS = [[8.6553, 49.8908], [8.6280, 49.8580]]


def order(number, dice):
    begin = dice.choice([36000, 43200, 50400, 57600])
    return {"id": number, "location": [dice.uniform(8.60, 8.70), dice.uniform(49.84, 49.91)],
            "delivery": [dice.randint(500, 12000)], "service": 180, "time_windows": [[begin, begin + 7200]]}


def day(stops, dice):
    bikes = [{"id": number + 1, "start_hub": number % 2 + 1, "end_hub": number % 2 + 1, "reload_hubs": [number % 2 + 1],
              "capacity": [100000], "time_window": [32400, 68400],
              "costs": {"fixed": 3000, "per_hour": 2000, "per_km": 30}} for number in range(max(4, stops // 10))]
    hubs = [{"id": number + 1, "location": place, "reload_time": 600} for number, place in enumerate(HUBS)]
    return {"hubs": hubs, "vehicles": bikes, "jobs": [order(number + 1, dice) for number in range(stops)]}


def changed(problem, plan, count, dice):
    """The day with some orders cancelled and as many new ones, and what the riders were told."""
    jobs = list(problem["jobs"])
    gone = {job["id"] for job in dice.sample(jobs, count)}
    last = max(job["id"] for job in jobs)
    kept = [job for job in jobs if job["id"] not in gone]
    new = {**problem, "jobs": kept + [order(last + 1 + number, dice) for number in range(count)]}
    told = {}
    for route in plan["routes"]:
        steps = [{"type": step["type"], **({"id": step["id"]} if step["type"] == "job" else {"hub": step["hub"]})}
                 for step in route["steps"] if step["type"] in ("job", "reload")
                 and not (step["type"] == "job" and step["id"] in gone)]
        told[route["vehicle"]] = steps
    warm = {**new, "vehicles": [{**bike, "steps": told.get(bike["id"], [])} for bike in new["vehicles"]]}
    return new, warm


def solve(options, problem, seconds, *more):
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "day.json"), os.path.join(folder, "plan.json")
        with open(source, "w") as file:
            json.dump(problem, file)
        done = subprocess.run([options.solver, "solve", source, "--time-limit", str(seconds), "--clock", options.clock,
                               "--out", target, *more], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        with open(target) as file:
            return json.load(file), done.stderr


def value(plan):
    return plan["summary"]["unassigned"], plan["summary"]["cost"]


def mean(values):
    """Of pairs, both means."""
    return tuple(sum(column) / len(values) for column in zip(*values))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--solver", default=os.path.join(ROOT, ".build", "release", "dispatch-cli"))
    parser.add_argument("--stops", type=int, default=500)
    parser.add_argument("--changed", type=int, default=5)
    parser.add_argument("--first-day", type=int, default=0, help="days are made by their numbers")
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--clock", default="cpu")
    options = parser.parse_args()
    print("| day | bestInsertion, median µs | left out, cost after 1 s warm | after 10 s cold | warm / cold |\n|---|---|---|---|---|")
    seeds, ratios = options.seeds.split(","), []
    for number in range(options.first_day, options.first_day + options.days):
        dice = random.Random(number)
        problem = day(options.stops, dice)
        plan, words = solve(options, problem, 10, "--time-insertions")
        median = re.search(r"median ([\d.]+) µs", words)
        new, warm = changed(problem, plan, options.changed, dice)
        left, cost = mean([value(solve(options, warm, 1, "--seed", seed, "--threads", str(options.threads))[0]) for seed in seeds])
        cold_left, cold_cost = mean([value(solve(options, new, 10, "--seed", seed)[0]) for seed in seeds])
        ratios.append(cost / cold_cost)
        print(f"| {number} | {median[1] if median else '–'} | {left:g}, {cost:.0f} | {cold_left:g}, {cold_cost:.0f} | {ratios[-1]:.4f} |",
              flush=True)
    print(f"| mean | | | | {sum(ratios) / len(ratios):.4f} |")


if __name__ == "__main__":
    main()
