"""OSRM's shortest ways on the streets that a cargo bike may use, beside ours, for pairs of places.

Other engines' bicycle profiles go over steps and push over footways and against one-way streets, which no cargo bike does. So their own profile is
taken with these left out, and asked for the shortest ways; what is then different from ours is a difference in the rules.

usage: cargo_ways.py EXTRACT.osm.pbf PAIRS.csv OURS.csv    (needs osrm-bindings, which need Python 3.12)
  PAIRS.csv has id,from_lon,from_lat,to_lon,to_lat; OURS.csv is what `network pairs PAIRS.csv --metric distance --bike long-john` wrote.
"""

import csv
import os
import shutil
import subprocess
import sys
import tempfile

# What is changed in OSRM's bicycle.lua; a line that is not found any more ends the program.
CHANGES = [
    # The shortest way.
    ("weight_name                   = 'duration'", "weight_name                   = 'distance'"),
    ("use_public_transport      = true", "use_public_transport      = false"),
    # Pushed in pedestrian zones and where a sign says so; never carried over steps, nor pushed against a one-way street.
    ("footway = walking_speed,", ""),
    ("steps = 2", ""),
    ("if data.foot ~= 'no' then", "if data.foot ~= 'no' and data.highway == 'pedestrian' then"),
    # A long-john is 0.7 m wide and heavy: no narrow paths, nothing that asks for a mountain bike or climbing, no sand.
    ("width                     = nil", "width                     = 0.7"),
    ("exclude_cargo_bike        = false", "exclude_cargo_bike        = true"),
    ("sand = 3", "sand = 0"),
    ("mud = 3", "mud = 0"),
    ("smoothness_speeds = {", "smoothness_speeds = { horrible = 0, very_horrible = 0, impassable = 0"),
    (
        "  -- initial routability check",
        """  local climbing = way:get_value_by_key("sac_scale") or ""
  local scale = tonumber(string.sub(way:get_value_by_key("mtb:scale") or "0", 1, 1)) or 0
  if data.highway == "steps" or scale >= 2 or (climbing ~= "" and climbing ~= "hiking" and climbing ~= "strolling") then return false end
  -- initial routability check""",
    ),
    # Nobody rides through streets for destinations only; the pairs that begin or end there are left out.
    ("      'delivery',\n", "      'delivery',\n      'destination',\n"),
    # Parking areas, platforms and piers are no streets.
    ("parking = 10,", ""),
    ("parking_entrance = 10", ""),
    ("platform = walking_speed", ""),
    ("pier = walking_speed", ""),
]
SNAP_LIMIT = 3.0


def build(extract, folder):
    import osrm

    package = os.path.dirname(osrm.__file__)
    shutil.copytree(f"{package}/share/profiles", f"{folder}/profiles")
    path = f"{folder}/profiles/bicycle.lua"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for old, new in CHANGES:
        if old not in text:
            sys.exit(f"OSRM's bicycle.lua has no line “{old}” any more.")
        text = text.replace(old, new)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    shutil.copy(extract, f"{folder}/city.osm.pbf")
    for command in (
        [f"{package}/bin/osrm-extract", "-t", "1", "-p", path, f"{folder}/city.osm.pbf"],
        [f"{package}/bin/osrm-partition", "-t", "1", f"{folder}/city.osrm"],
        [f"{package}/bin/osrm-customize", "-t", "1", f"{folder}/city.osrm"],
    ):
        os.chmod(command[0], 0o755)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return osrm.OSRM(storage_config=f"{folder}/city.osrm", use_shared_memory=False, algorithm="MLD")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def main(extract, pairs_path, ours_path):
    import osrm

    pairs, ours = rows(pairs_path), rows(ours_path)
    with tempfile.TemporaryDirectory() as folder:
        engine = build(extract, folder)
        compared = near = unconnected = 0
        out = csv.writer(sys.stdout)
        out.writerow(["id", "ours", "osrm", "ratio"])
        for number, pair in pairs.items():
            places = [(float(pair["from_lon"]), float(pair["from_lat"])), (float(pair["to_lon"]), float(pair["to_lat"]))]
            try:
                answer = engine.Route(osrm.RouteParameters(coordinates=places, overview="false"))
            except RuntimeError:
                continue
            if max(point["distance"] for point in answer["waypoints"]) > SNAP_LIMIT:
                continue
            own = ours[number]
            if own["snap_metres"] and float(own["snap_metres"]) > SNAP_LIMIT:
                continue
            compared += 1
            if not own["metres"]:
                unconnected += 1
                continue
            theirs = answer["routes"][0]["distance"]
            ratio = float(own["metres"]) / theirs if theirs else 1.0
            if abs(ratio - 1) <= 0.01:
                near += 1
            else:
                out.writerow([number, own["metres"], f"{theirs:.1f}", f"{ratio:.3f}"])
    print(
        f"{near} of {compared} pairs that lie on such streets are within 1 % ({100 * near / max(compared, 1):.1f} %); "
        f"{unconnected} have no way with us.", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
