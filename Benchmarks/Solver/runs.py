"""Runs solvers on instances and has every solution judged."""
import json
import os
import platform
import re
import subprocess
from dataclasses import asdict, dataclass


@dataclass
class Instance:
    set: str
    name: str
    path: str

    @property
    def key(self):
        return f"{self.set}/{self.name}"


@dataclass
class Result:
    """What one solver reached on one instance at one time with one seed."""
    instance: str
    solver: str
    seconds: float
    seed: int
    feasible: bool
    cost: int | None = None
    vehicles: int | None = None
    gap: float | None = None
    extra_vehicles: int | None = None
    why: str | None = None
    # "baseline": not run in turn with ours but taken from the folder's baseline.json.
    source: str | None = None

    def as_json(self):
        return {key: value for key, value in asdict(self).items() if value is not None}


class Bench:
    """The benchmark folder, the programs to run, and the folder that keeps their solutions."""

    def __init__(self, folder, judge, solver, work, python, core):
        self.folder, self.judge, self.solver = folder, judge, solver
        self.work, self.python = work, python
        self.pin = [] if core is None else ["taskset", "-c", str(core)]
        with open(os.path.join(folder, "bks.json")) as file:
            self.best = json.load(file)["instances"]
        os.makedirs(work, exist_ok=True)

    def instances(self, sets):
        base = os.path.join(self.folder, "instances")
        found = []
        for group in sorted(os.listdir(base)):
            if not sets or group in sets:
                for name in sorted(os.listdir(os.path.join(base, group))):
                    found.append(Instance(group, os.path.splitext(name)[0], os.path.join(base, group, name)))
        return found

    def versions(self):
        code = ("from importlib.metadata import version, PackageNotFoundError\n"
                "for name in ('pyvrp', 'ortools', 'pyvroom'):\n"
                "    try: print(name, version(name))\n"
                "    except PackageNotFoundError: pass")
        try:
            names = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True).stdout.split("\n")
        except (OSError, subprocess.CalledProcessError):
            names = []
        return {"machine": processor(), "peers": [name for name in names if name]}

    def file(self, solver, instance, seconds, seed):
        return os.path.join(self.work, f"{solver}@{instance.set}@{instance.name}@{seconds:g}@{seed}.json")

    def run_ours(self, instance, seconds, seed, name="ours", threads=1):
        out = self.file(name, instance, seconds, seed)
        if os.path.exists(out):
            return
        command = self.pin + [self.solver, "solve", instance.path, "--time-limit", f"{seconds:g}", "--clock", "cpu",
                              "--seed", str(seed), "--threads", str(threads), "--out", out]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode and not os.path.exists(out):
            self.note(out, done.stderr)

    def run_peer(self, instance, peer, times, seed):
        """One run as long as the longest time; what it had at the shorter times is written as well."""
        last = 60 if peer == "vroom" else max(times)
        out = self.file(peer, instance, last, seed)
        if os.path.exists(out):
            return
        earlier = [] if peer == "vroom" else [time for time in times if time < last]
        command = self.pin + [self.python, os.path.join(self.folder, "peers.py"), peer, instance.path, "--seconds", f"{last:g}",
                              "--seed", str(seed), "--out", out]
        if earlier:
            command += ["--at", ",".join(f"{time:g}" for time in earlier)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            self.note(out, done.stderr)
        for time in earlier:
            moment = out.replace(".json", f".at{time:g}.json")
            if os.path.exists(moment):
                os.replace(moment, self.file(peer, instance, time, seed))

    def run_as_long_as_vroom(self, instance, seed):
        """Ours with the processor time that VROOM took until it stopped, kept under a name of its own."""
        try:
            with open(self.file("vroom", instance, 60, seed)) as file:
                solution = json.load(file)
        except FileNotFoundError:
            return
        if solution.get("routes") and solution.get("seconds"):
            self.run_ours(instance, round(solution["seconds"], 2), seed, name="as_vroom")

    @staticmethod
    def note(out, message):
        """Keeps why there is no solution, so that the run is not repeated."""
        lines = message.strip().splitlines()
        with open(out, "w") as file:
            json.dump({"failed": lines[-1] if lines else "no message", "routes": []}, file)

    def collect(self, instances):
        """Judges all solutions of the work folder."""
        known = {(instance.set, instance.name): instance for instance in instances}
        loaded, results = {}, []
        for name in sorted(os.listdir(self.work)):
            match = re.fullmatch(r"(\w+)@([^@]+)@([^@]+)@([\d.]+)@(\d+)\.json", name)
            if not match or (match[2], match[3]) not in known:
                continue
            instance = known[match[2], match[3]]
            if instance.key not in loaded:
                loaded = {instance.key: self.judge.load(instance.path)}
            with open(os.path.join(self.work, name)) as file:
                solution = json.load(file)
            if str(solution.get("failed", "")).startswith(("VROOM:", "no reloads")):
                continue  # The peer has no model for this set.
            results.append(self.judged(instance, loaded[instance.key], solution, match[1], float(match[4]), int(match[5])))
        return results

    def baseline(self, instances, solvers, times):
        """What the folder's baseline.json says about peers, which were run on another day."""
        path = os.path.join(self.folder, "baseline.json")
        if not os.path.exists(path):
            return []
        with open(path) as file:
            entries = json.load(file)["entries"]
        known, results = {instance.key for instance in instances}, []
        for entry in entries:
            seconds = float(entry["seconds"])
            if entry["peer"] not in solvers or entry["instance"] not in known or entry.get("clock") != "cpu":
                continue
            if entry["peer"] != "vroom" and seconds not in times:
                continue
            result = Result(entry["instance"], entry["peer"], seconds, 0, bool(entry.get("feasible")), source="baseline")
            result.cost, result.vehicles, result.gap = entry.get("cost"), entry.get("vehicles"), entry.get("gap")
            result.extra_vehicles = entry.get("extra_vehicles")
            if not result.feasible:
                result.why = entry.get("why", "no feasible solution")
            results.append(result)
        return results

    def judged(self, instance, problem, solution, solver, seconds, seed):
        if solver == "vroom":
            seconds = solution.get("seconds", seconds)
        result = Result(instance.key, solver, seconds, seed, False)
        try:
            cost, vehicles = self.judge.check(problem, solution)
        except self.judge.Violation as violation:
            result.why = solution.get("failed", str(violation))
            return result
        best = self.best[instance.key]
        result.feasible, result.cost, result.vehicles = True, cost, vehicles
        result.gap = round(100 * (cost - best["cost"]) / best["cost"], 4)
        if instance.set == "pdptw-road":
            result.extra_vehicles = vehicles - best["vehicles"]
        return result


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()
