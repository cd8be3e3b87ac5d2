"""How long the service takes to say which delivery windows a cart can have, while a day of 500 stops is planned, and what a re-planning of that day
moves when bikes break down.

Started by scripts/bench-offers.sh. A sample city with as many bikes as the stops need is seeded and planned; then carts ask for their windows from
addresses all over the city, each with its own distances. With an extract the city is moved onto its streets, and travel times come from them.

usage: bench_offers.py --programs FOLDER --database URL --folder FOLDER [--extract FILE] [--box W,S,E,N] [--stops 500] [--seconds 20]
"""

import argparse
import csv
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

# The day is planned with this many bikes for each of the sample city's, and so many orders for each hundred stops.
FLEET_FACTOR = 4
ORDERS_PER_HUNDRED_STOPS = 42
CARTS = 24
ADDRESSES = 200


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        return next(reader), list(reader)


def write(path, heading, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(lines)


def make_seed(source, target, box):
    """The sample city with a larger fleet, moved into a box (west, south, east, north) where one is given."""
    shutil.copytree(source, target)
    heading, bikes = rows(f"{target}/bikes.csv")
    write(f"{target}/bikes.csv", heading, [
        [f"{line[0]}-{copy}" if copy else line[0]] + line[1:-1] + [f"{line[-1]} {copy + 1}" if copy else line[-1]]
        for copy in range(FLEET_FACTOR) for line in bikes])
    for name in ("riders", "shifts"):
        heading, lines = rows(f"{target}/{name}.csv")
        copies = [[f"{line[0]}{copy}" if copy else line[0]] + line[1:] for copy in range(FLEET_FACTOR) for line in lines]
        if "email" in heading:
            for line in copies:
                line[heading.index("email")] = f"{line[0]}@rad.example"
        write(f"{target}/{name}.csv", heading, copies)
    heading, hubs = rows(f"{target}/hubs.csv")
    for hub in hubs:
        hub[heading.index("bike_places")] = str(int(hub[heading.index("bike_places")]) * FLEET_FACTOR)
    write(f"{target}/hubs.csv", heading, hubs)
    if box:
        move(target, box)


def move(target, box):
    names = ("hubs", "shops", "addresses")
    tables = {name: rows(f"{target}/{name}.csv") for name in names}
    places = [
        (float(line[heading.index("lat")]), float(line[heading.index("lon")]))
        for heading, lines in tables.values() for line in lines]
    low = [min(place[axis] for place in places) for axis in (0, 1)]
    high = [max(place[axis] for place in places) for axis in (0, 1)]
    middle = ((box[1] + box[3]) / 2, (box[0] + box[2]) / 2)
    scale = min(1.0, (box[3] - box[1]) / (high[0] - low[0]), (box[2] - box[0]) / (high[1] - low[1]))
    for name, (heading, lines) in tables.items():
        for line in lines:
            for axis, key in enumerate(("lat", "lon")):
                column = heading.index(key)
                line[column] = f"{middle[axis] + scale * (float(line[column]) - (low[axis] + high[axis]) / 2):.6f}"
        write(f"{target}/{name}.csv", heading, lines)


class Service:
    def __init__(self, programs, database, folder, graph, port):
        self.address = f"http://127.0.0.1:{port}"
        self.programs, self.folder, self.port = programs, folder, port
        self.environment = dict(
            os.environ, DATABASE_URL=database, LOG_LEVEL="error", PERSONAL_DATA_KEYS="bench:" + "A" * 43 + "=")
        self.environment.pop("NETWORK_GRAPH", None)
        if graph:
            self.environment["NETWORK_GRAPH"] = graph
        self.process = None

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def run(self, *arguments):
        result = subprocess.run(
            [f"{self.programs}/marketplace", *arguments], cwd=self.folder, env=self.environment, text=True, capture_output=True)
        if result.returncode:
            sys.exit(f"marketplace {arguments[0]}: {result.stdout}{result.stderr}")
        return result.stdout

    def start(self):
        self.process = subprocess.Popen(
            [f"{self.programs}/marketplace", "serve", "--port", str(self.port)], cwd=self.folder, env=self.environment)
        for _ in range(300):
            try:
                return urllib.request.urlopen(f"{self.address}/health", timeout=2).read()
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("The service ended before it was ready.")
                time.sleep(0.1)
        sys.exit("The service did not answer within half a minute.")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def ask(self, method, path, body=None, token=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.address + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None


def carts(service, draw):
    products = [item for item in service.ask("GET", "/api/v1/products?limit=100")["items"]]
    made = []
    while len(made) < CARTS:
        cart = service.ask("POST", "/api/v1/carts")
        try:
            for product in draw.sample(products, draw.choice([1, 1, 2])):
                service.ask("PUT", f"/api/v1/carts/{cart['id']}/lines/{product['id']}", {"quantity": 1})
        except urllib.error.HTTPError:
            continue
        made.append(cart["id"])
    return made


def wrk(service, paths, folder, connections, seconds):
    script = f"{folder}/paths.lua"
    listed = ",\n".join(json.dumps(path) for path in paths)
    with open(script, "w", encoding="utf-8") as file:
        file.write(
            f"local paths = {{{listed}}}\nlocal next = 0\n"
            "request = function()\n  next = next % #paths + 1\n  return wrk.format('GET', paths[next])\nend\n"
            "done = function(summary, latency)\n"
            "  io.write(string.format('FIGURES %d %d %f %f\\n', summary.requests,\n"
            "    summary.errors.status + summary.errors.timeout + summary.errors.read, latency:percentile(50), latency:percentile(99)))\nend\n")
    text = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", script, service.address],
        check=True, text=True, capture_output=True).stdout
    requests, errors, middle, last = re.search(r"FIGURES (\d+) (\d+) ([\d.]+) ([\d.]+)", text).groups()
    if int(errors):
        sys.exit(f"{errors} of {requests} requests failed.")
    return {"requests": int(requests), "p50_ms": float(middle) / 1000, "p99_ms": float(last) / 1000}


def closures(service, seed, token, path):
    """Milliseconds from sending a closure until ways keep off it, and until windows are offered with it; some times."""
    heading, hubs = rows(f"{seed}/hubs.csv")
    ends = [",".join(hub[heading.index(axis)] for axis in ("lon", "lat")) for hub in hubs]
    ways, offers = [], []
    for start, end in [(ends[0], ends[1]), (ends[1], ends[2 % len(ends)]), (ends[1], ends[0])] * 2:
        question = f"/api/v1/dispatch/way?from={start}&to={end}"
        way = service.ask("GET", question, token=token)
        line = way["geometry"]["coordinates"]
        east, north = line[len(line) // 2]
        ring = [[east + x, north + y] for x, y in ((-0.0004, -0.0003), (0.0004, -0.0003), (0.0004, 0.0003), (-0.0004, 0.0003))]
        begin = time.monotonic()
        closure = service.ask("POST", "/api/v1/dispatch/closures", {"polygon": ring, "reason": "Markt"}, token)
        while service.ask("GET", question, token=token)["geometry"] == way["geometry"]:
            if time.monotonic() - begin > 30:
                sys.exit("The closure had no effect.")
        ways.append((time.monotonic() - begin) * 1000)
        service.ask("GET", path)
        offers.append((time.monotonic() - begin) * 1000)
        service.ask("DELETE", f"/api/v1/dispatch/closures/{closure['id']}", token=token)
    return {"closure_way_ms": [round(value) for value in ways], "closure_offer_ms": [round(value) for value in offers]}


def replans(service, token, count):
    """One bike after the other breaks down, and the day is adjusted for a second each time: what it moved of what the bike did not carry."""
    figures = []
    broken = set()
    for _ in range(count):
        tours = [tour for tour in service.ask("GET", "/api/v1/dispatch/tours", token=token)["items"] if tour["bike"]["key"] not in broken]
        bike = max(tours, key=lambda tour: tour["shipments"])["bike"]["key"]
        broken.add(bike)
        service.ask("POST", "/api/v1/dispatch/disruptions", {"kind": "bike-out", "subject": bike, "reason": "bench"}, token)
        begin = time.monotonic()
        job = service.ask("POST", "/api/v1/dispatch/planning-jobs", {"mode": "adjustment", "seconds": 1}, token)
        while job["state"] in ("queued", "running"):
            time.sleep(0.05)
            job = service.ask("GET", f"/api/v1/dispatch/planning-jobs/{job['id']}", token=token)
        seconds = time.monotonic() - begin
        if job["state"] != "done":
            sys.exit(f"The day could not be planned again: {job.get('message')}")
        outcome = job["outcome"]["comparison"]
        others = [change for change in outcome["changes"] if (change.get("before") or {}).get("bike") != bike]
        kinds = {kind: sum(1 for change in others if change["kind"] == kind) for kind in ("reassigned", "retimed", "dropped")}
        own = len(outcome["changes"]) - len(others)
        untouched = outcome["untouched"] + len(others)
        figures.append({
            "bike": bike, "seconds": round(seconds, 2), "carried": own, "others": untouched, **kinds,
            "moved_share": round((kinds["reassigned"] + kinds["dropped"]) / max(untouched, 1), 3),
            "late": len(job["outcome"]["late"]), "served": outcome["after"]["served"],
            "cents": [outcome["before"]["costCents"], outcome["after"]["costCents"]]})
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--extract")
    parser.add_argument("--box", default="8.64,49.39,8.71,49.43", help="of the extract, where the city is to lie")
    parser.add_argument("--stops", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--replans", type=int, default=4, help="how many bikes break down")
    parser.add_argument("--port", type=int, default=18090)
    options = parser.parse_args()
    project = pathlib.Path(__file__).resolve().parents[2]
    seed = f"{options.folder}/seed"
    box = [float(value) for value in options.box.split(",")] if options.extract else None
    make_seed(project / "seed", seed, box)
    graph = None
    if options.extract:
        graph = f"{options.folder}/streets.graph"
        subprocess.run(
            [f"{options.programs}/dispatch-cli", "network", "import", os.path.abspath(options.extract), "--out", graph],
            check=True, stdout=subprocess.DEVNULL)

    service = Service(options.programs, options.database, options.folder, graph, options.port)
    orders = options.stops * ORDERS_PER_HUNDRED_STOPS // 100
    service.run("migrate")
    tokens = f"{options.folder}/tokens"
    said = service.run("seed", seed, "--tokens", tokens, "--orders", str(orders), "--planning-seconds", "10")
    served = re.search(r"(\d+) shipments in (\d+) tours, (\d+) left out.*travel times: (\S+)", said)
    if not served:
        sys.exit(f"The day was not planned: {said}")
    service.start()
    try:
        draw = random.Random(20261121)
        heading, lines = rows(f"{seed}/addresses.csv")
        columns = [heading.index(name) for name in ("street", "house_number", "postcode", "city")]
        addresses = [
            "{} {}, {} {}".format(*(line[column] for column in columns)) for line in draw.sample(lines, ADDRESSES)]
        known = carts(service, draw)
        paths = [
            "/api/v1/delivery-windows?" + urllib.parse.urlencode({"cart": draw.choice(known), "address": address})
            for address in addresses]
        begin = time.monotonic()
        first = service.ask("GET", paths[0])
        cold = (time.monotonic() - begin) * 1000
        figures = {
            "travel": served[4], "shipments": int(served[1]), "stops": 2 * int(served[1]), "tours": int(served[2]),
            "windows": len(first["items"]), "feasible": sum(1 for item in first["items"] if item.get("feasible")), "first_ms": cold}
        wrk(service, paths, options.folder, 1, 3)
        for connections in (1, 4):
            before = service.processor_seconds()
            measured = wrk(service, paths, options.folder, connections, options.seconds)
            measured["processor_ms"] = (service.processor_seconds() - before) * 1000 / max(measured["requests"], 1)
            figures.update({f"{key}_{connections}": value for key, value in measured.items()})
        token = pathlib.Path(f"{tokens}/dispatcher").read_text(encoding="utf-8").strip()
        figures["replans"] = replans(service, token, options.replans)
        if options.extract:
            figures.update(closures(service, seed, token, paths[0]))
        print(json.dumps(figures), flush=True)
    finally:
        service.stop()


if __name__ == "__main__":
    main()
