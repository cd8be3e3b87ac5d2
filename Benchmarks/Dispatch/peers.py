"""VROOM on the problems that `DispatchBenchmarks plans` wrote; its tours go to files for `judge`.

usage: peers.py FOLDER ORDERS[,ORDERS…] [THREADS] [SECONDS]

VROOM stops by itself; after SECONDS (300) it is stopped, and has no tours then.
"""

import json
import multiprocessing
import sys
import time
from pathlib import Path

import vroom


def plain(problem: dict) -> dict:
    """What VROOM knows of the problem: no hot food, no batteries, no limit of a tour's duration, waiting and service for nothing."""
    hubs = {hub["id"]: hub for hub in problem["hubs"]}
    for vehicle in problem["vehicles"]:
        for end in ("start", "end"):
            hub = hubs[vehicle.pop(f"{end}_hub")]
            vehicle[f"{end}_index"], vehicle[end] = hub["location_index"], hub["location"]
        for key in ("battery", "reload_hubs", "max_duration", "max_trips"):
            vehicle.pop(key, None)
        costs = vehicle.get("costs", {})
        vehicle["costs"] = {key: costs[key] for key in ("fixed", "per_hour", "per_task_hour", "per_km") if key in costs}
    for shipment in problem["shipments"]:
        shipment.pop("max_ride_time", None)
    for key in ("hubs", "dimensions", "objective"):
        problem.pop(key, None)
    for matrices in problem["matrices"].values():
        matrices.pop("energies", None)
    return problem


def solve(folder: Path, orders: str, threads: int) -> None:
    problem = plain(json.loads((folder / f"orders-{orders}.json").read_text()))
    plain_file = folder / f"vroom-{orders}.json"
    plain_file.write_text(json.dumps(problem))
    instance = vroom.Input.from_json(plain_file)
    began = time.monotonic()
    solution = instance.solve(exploration_level=5, nb_threads=threads).to_dict()
    tours = [
        {
            "vehicle": route["vehicle"],
            "steps": [
                {"type": step["type"], "id": step["id"]}
                for step in route["steps"]
                if step["type"] in ("pickup", "delivery", "break")
            ],
        }
        for route in solution["routes"]
    ]
    found = {"name": f"VROOM {orders}", "seconds": time.monotonic() - began, "tours": tours}
    (folder / f"vroom-{orders}-tours.json").write_text(json.dumps(found))


if __name__ == "__main__":
    threads, seconds = (int(sys.argv[place]) if len(sys.argv) > place else default for place, default in ((3, 2), (4, 300)))
    for number in sys.argv[2].split(","):
        search = multiprocessing.Process(target=solve, args=(Path(sys.argv[1]), number, threads))
        search.start()
        search.join(seconds)
        if search.is_alive():
            search.kill()
            search.join()
            print(f"VROOM {number}: no answer in {seconds} s", flush=True)
        elif search.exitcode != 0:
            sys.exit(f"VROOM {number}: ended with {search.exitcode}")
