"""Turns judged results into a table, a picture and figures for other programs."""
import json
import os
from statistics import mean

import picture

NAMES = {"ours": "Schaufenster", "pyvrp": "PyVRP", "ortools": "OR-Tools", "vroom": "VROOM"}
BEGIN, END = "<!-- figures: begin (written by make bench-solver) -->", "<!-- figures: end -->"


class Figures:
    """Mean gaps by set, solver and time."""

    def __init__(self, results):
        self.results = results
        self.sets = sorted({result.instance.split("/")[0] for result in results})
        timed = [result for result in results if result.solver not in ("vroom", "as_vroom")]
        longest = max((result.seconds for result in timed if result.solver != "ours"), default=float("inf"))
        # What only ours was given has a table of its own.
        self.times = sorted({result.seconds for result in timed if result.seconds <= longest})
        self.long_times = sorted({result.seconds for result in timed if result.seconds > longest})
        self.solvers = [name for name in NAMES if any(result.solver == name for result in results)]

    def of(self, group, solver, seconds=None):
        return [result for result in self.results
                if result.instance.startswith(group + "/") and result.solver == solver
                and (seconds is None or result.seconds == seconds)]

    def gap(self, group, solver, seconds=None):
        """Mean gap in percent over instances and seeds; None unless every run was feasible."""
        runs = self.of(group, solver, seconds)
        return mean(run.gap for run in runs) if runs and all(run.feasible for run in runs) else None

    def name(self, solver):
        """With a mark if its figures are not from runs in turn with ours."""
        taken = any(result.solver == solver and result.source == "baseline" for result in self.results)
        return NAMES[solver] + (" †" if taken else "")

    def extra_vehicles(self, group, solver, seconds):
        runs = [run.extra_vehicles for run in self.of(group, solver, seconds) if run.feasible]
        return (mean(runs), max(runs)) if runs else None


def instances(runs):
    return {run.instance for run in runs}


def percent(gap):
    return "–" if gap is None else f"{gap:.2f}"


def table(figures):
    lines = ["| set | instances | seeds | solver | " + " | ".join(f"{time:g} s" for time in figures.times) + " |",
             "|---|---|---|---|" + "---|" * len(figures.times)]
    for group in figures.sets:
        for solver in figures.solvers:
            if solver == "vroom":
                continue
            runs = [run for time in figures.times for run in figures.of(group, solver, time)]
            if not runs:
                continue
            cells = []
            for time in figures.times:
                cell = percent(figures.gap(group, solver, time))
                failed = [run for run in figures.of(group, solver, time) if not run.feasible]
                cells.append(f"{len(failed)} infeasible" if failed else f"**{cell}**" if solver == "ours" else cell)
            lines.append(f"| {group} | {len(instances(runs))} | {len({run.seed for run in runs})} | {figures.name(solver)} | "
                         + " | ".join(cells) + " |")
    return lines


def road_table(figures):
    if "pdptw-road" not in figures.sets:
        return []
    lines = ["", "pdptw-road counts 10000 a vehicle, so its gap is mostly vehicles. Vehicles above best known, mean (most):", "",
             "| solver | " + " | ".join(f"{time:g} s" for time in figures.times) + " |", "|---|" + "---|" * len(figures.times)]
    for solver in figures.solvers:
        if solver != "vroom" and figures.of("pdptw-road", solver):
            extra = [figures.extra_vehicles("pdptw-road", solver, time) for time in figures.times]
            cells = ["–" if pair is None else f"{pair[0]:.2f} ({pair[1]})" for pair in extra]
            lines.append(f"| {figures.name(solver)} | " + " | ".join(cells) + " |")
    return lines


def long_table(figures):
    """Ours with more time than the peers were given, each beside its shorter runs on the same instances and seeds."""
    if not figures.long_times:
        return []
    lines = ["", "Ours with more time. Each cell: with that time, and in brackets with "
             f"{figures.times[-1]:g} s on the same instances and seeds.", "",
             "| set | " + " | ".join(f"{time:g} s | instances" for time in figures.long_times) + " |",
             "|---|" + "---|---|" * len(figures.long_times)]
    for group in figures.sets:
        cells = []
        for time in figures.long_times:
            runs = figures.of(group, "ours", time)
            same = {(run.instance, run.seed) for run in runs}
            before = [run for run in figures.of(group, "ours", figures.times[-1]) if (run.instance, run.seed) in same]
            if not runs or not all(run.feasible for run in runs + before):
                cells += [f"{sum(not run.feasible for run in runs)} infeasible" if runs else "–", str(len(instances(runs)))]
                continue
            earlier = f" ({percent(mean(run.gap for run in before))})" if before else ""
            cells += [f"**{percent(figures.gap(group, 'ours', time))}**{earlier}", str(len(instances(runs)))]
        lines.append(f"| {group} | " + " | ".join(cells) + " |")
    return lines


def beside_vroom(figures, run):
    """Our run with the time that one of VROOM took; else our longest that took no longer, or the shortest there is."""
    ours = [other for other in figures.results if other.instance == run.instance and other.solver in ("ours", "as_vroom")]
    equal = [other for other in ours if other.solver == "as_vroom"]
    shorter = [other for other in ours if other.seconds <= run.seconds]
    return max(equal or shorter, key=lambda other: (other.seconds, -other.seed), default=min(ours, key=lambda other: other.seconds, default=None))


def vroom_table(figures):
    """VROOM stops by itself: compared with a run of ours that got as much time or less."""
    runs = [run for run in figures.results if run.solver == "vroom"]
    if not runs:
        return []
    lines = ["", "VROOM at its own running time, beside ours with as much or less:", "",
             "| instance | VROOM, s | VROOM, % | tasks left out | ours, s | ours, % | tasks left out |", "|---|---|---|---|---|---|---|"]

    def cells(run):
        return ["–", "–", "–"] if run is None else [
            f"{run.seconds:.1f}", percent(run.gap) if run.feasible else "–", "0" if run.feasible else run.why]

    for run in sorted(runs, key=lambda run: run.instance):
        lines.append("| " + " | ".join([run.instance] + cells(run) + cells(beside_vroom(figures, run))) + " |")
    return lines


def write(folder, results, versions):
    figures = Figures(results)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "solver.json"), "w") as file:
        body = ",\n  ".join(json.dumps(result.as_json()) for result in results)
        file.write('{"machine": ' + json.dumps(versions["machine"]) + ', "peers": ' + json.dumps(versions["peers"])
                   + ',\n "results": [\n  ' + body + "\n ]}\n")
    with open(os.path.join(folder, "solver.svg"), "w") as file:
        file.write(picture.draw(figures, NAMES))
    lines = [BEGIN, "", f"One thread, CPU time, {versions['machine']}"
             + (f"; {', '.join(versions['peers'])}" if versions["peers"] else "")
             + ". Mean gap to best known in percent, every solution judged by check.py.", ""]
    lines += table(figures) + road_table(figures) + long_table(figures) + vroom_table(figures)
    if any(result.source == "baseline" for result in results):
        lines += ["", "† From the folder's baseline.json (one seed, CPU time, an idle core), not run in turn with ours."]
    lines += ["", "![Mean gap over time](solver.svg)", "", END]
    insert(os.path.join(folder, "solver.md"), "\n".join(lines))
    update_latest(os.path.join(folder, "latest.json"), figures)
    print("\n".join(lines[2:-3]))


def insert(path, text):
    """Replaces what stands between the marks of a page, or begins one."""
    page = f"# The solver beside its peers\n\n{BEGIN}\n{END}\n"
    if os.path.exists(path):
        with open(path) as file:
            page = file.read()
    if BEGIN not in page:
        page += f"\n{BEGIN}\n{END}\n"
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    with open(path, "w") as file:
        file.write(before + text + after)


def update_latest(path, figures):
    """Our lines of the list of all benchmarks: half of PyVRP's gap at the same time is the goal."""
    lines = []
    if os.path.exists(path):
        with open(path) as file:
            lines = [line for line in json.load(file) if not line["name"].startswith("solver ")]
    for group in figures.sets:
        for time in figures.times:
            ours, reference = figures.gap(group, "ours", time), figures.gap(group, "pyvrp", time)
            if ours is None or reference is None:
                continue
            lines.append({"name": f"solver {group} {time:g} s", "ours": round(ours, 3), "reference": round(reference, 3),
                          "unit": "% gap to best known (PyVRP)", "ratio": round(ours / reference, 3) if reference > 0 else None,
                          "goal": "ratio <= 0.5, or a gap within 0.05 of half"})
    if lines:
        with open(path, "w") as file:
            file.write("[\n  " + ",\n  ".join(json.dumps(line) for line in lines) + "\n]\n")
