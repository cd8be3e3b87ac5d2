"""Matrices by OSRM (contraction hierarchies) and Valhalla on the points of the street benchmark, in processor seconds.

usage: peers.py EXTRACT.osm.pbf FOLDER    (FOLDER has points-N.csv; needs osrm-bindings and pyvalhalla, which need Python 3.12)
"""

import csv
import os
import resource
import shutil
import subprocess
import sys
import time

SIZES = [100, 250, 500, 1000, 2000]
VALHALLA_LARGEST = 500


def points(folder, size):
    with open(f"{folder}/points-{size}.csv", encoding="utf-8") as file:
        return [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]


def report(name, seconds, note=""):
    print(f"{name}\t{seconds:.5f}\t{note}", flush=True)


def measured(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def osrm_matrices(extract, folder):
    import osrm

    package = os.path.dirname(osrm.__file__)
    data = f"{folder}/osrm"
    shutil.rmtree(data, ignore_errors=True)
    os.makedirs(data)
    shutil.copy(extract, f"{data}/city.osm.pbf")
    before = children_seconds()
    for command in (
        [f"{package}/bin/osrm-extract", "-t", "1", "-p", f"{package}/share/profiles/bicycle.lua", f"{data}/city.osm.pbf"],
        [f"{package}/bin/osrm-contract", "-t", "1", f"{data}/city.osrm"],
    ):
        os.chmod(command[0], 0o755)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    report("OSRM CH, build", children_seconds() - before)
    engine = osrm.OSRM(storage_config=f"{data}/city.osrm", use_shared_memory=False, algorithm="CH")
    for size in SIZES:
        places = points(folder, size)
        both = osrm.TableParameters(coordinates=places, annotations=["duration", "distance"])
        report(f"OSRM CH, matrix {size}", min(measured(lambda: engine.Table(both)) for _ in range(5)), f"{peak_megabytes()} MB at most so far")
        time_only = osrm.TableParameters(coordinates=places, annotations=["duration"])
        report(f"OSRM CH, matrix {size}, times only", min(measured(lambda: engine.Table(time_only)) for _ in range(5)))


def valhalla_matrices(extract, folder):
    import json

    import valhalla

    tiles = f"{folder}/valhalla"
    shutil.rmtree(tiles, ignore_errors=True)
    os.makedirs(tiles)
    config = valhalla.get_config(tile_extract="", tile_dir=tiles)
    config["mjolnir"]["concurrency"] = 1
    config["mjolnir"]["tile_extract"] = ""
    config["thor"]["source_to_target_algorithm"] = "timedistancematrix"
    config["service_limits"]["bicycle"]["max_matrix_location_pairs"] = 10**8
    config["service_limits"]["bicycle"]["max_matrix_distance"] = 10**8
    config["service_limits"]["max_timedep_distance_matrix"] = 10**8
    path = f"{folder}/valhalla.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(config, file)
    before = children_seconds()
    subprocess.run(
        [f"{os.path.dirname(valhalla.__file__)}/bin/valhalla_build_tiles", "-c", path, "-j", "1", extract],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    report("Valhalla, build", children_seconds() - before)
    actor = valhalla.Actor(config)
    for size in SIZES:
        if size > VALHALLA_LARGEST:
            break
        places = [{"lon": lon, "lat": lat} for lon, lat in points(folder, size)]
        request = json.dumps({"sources": places, "targets": places, "costing": "bicycle", "verbose": False})
        report(f"Valhalla, matrix {size}", measured(lambda: actor.matrix(request)))


if __name__ == "__main__":
    osrm_matrices(sys.argv[1], sys.argv[2])
    try:
        valhalla_matrices(sys.argv[1], sys.argv[2])
    except Exception as error:  # Valhalla's figures are a bonus: say what is missing and keep OSRM's.
        print(f"Valhalla could not be measured: {error}", file=sys.stderr)
