"""Draws mean gaps over time as SVG: one small chart a set, log scales."""
import math
from html import escape

COLOURS = {"ours": "#0b7285", "pyvrp": "#e8590c", "ortools": "#868e96", "vroom": "#9c36b5"}
WIDTH, HEIGHT, COLUMNS = 300, 210, 3
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 30, 34
FLOOR = 0.01  # percent; a log scale has no zero


class Chart:
    """Maps seconds and percents to places in one small chart."""

    def __init__(self, x, y, times, gaps):
        self.x, self.y = x, y
        self.times = (math.log10(min(times)), math.log10(max(max(times), min(times) * 1.01)))
        self.low = math.floor(math.log10(max(FLOOR, min(gaps))))
        self.high = max(self.low + 1, math.ceil(math.log10(max(FLOOR, max(gaps)))))

    def across(self, seconds):
        share = (math.log10(seconds) - self.times[0]) / (self.times[1] - self.times[0])
        return self.x + LEFT + min(1, max(0, share)) * (WIDTH - LEFT - RIGHT)

    def down(self, gap):
        share = (math.log10(max(FLOOR, gap)) - self.low) / (self.high - self.low)
        return self.y + HEIGHT - BOTTOM - max(0, share) * (HEIGHT - TOP - BOTTOM)


def line(x1, y1, x2, y2, colour="#dee2e6"):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def text(x, y, words, anchor="start", weight="normal", colour="#495057"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">{escape(words)}</text>'


def axes(chart, group, times):
    parts = [text(chart.x + LEFT, chart.y + 18, group, weight="bold", colour="#212529")]
    for power in range(chart.low, chart.high + 1):
        y = chart.down(10 ** power)
        parts.append(line(chart.x + LEFT, y, chart.x + WIDTH - RIGHT, y))
        parts.append(text(chart.x + LEFT - 5, y + 4, f"{10 ** power:g} %", "end"))
    for time in times:
        parts.append(text(chart.across(time), chart.y + HEIGHT - BOTTOM + 16, f"{time:g} s", "middle"))
    return parts


def curve(chart, points, solver):
    """A line with dots; a single point is only a dot."""
    places = [(chart.across(time), chart.down(gap)) for time, gap in points]
    parts = []
    if len(places) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[solver]}" stroke-width="2"/>')
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[solver]}"/>' for x, y in places]
    return parts


def points_of(figures, group, solver):
    if solver == "vroom":
        runs = [run for run in figures.of(group, solver) if run.feasible]
        if not runs:
            return []
        count = len(runs)
        return [(sum(run.seconds for run in runs) / count, sum(run.gap for run in runs) / count)]
    gaps = [(time, figures.gap(group, solver, time)) for time in figures.times]
    return [(time, gap) for time, gap in gaps if gap is not None]


def draw(figures, names):
    rows = math.ceil(len(figures.sets) / COLUMNS)
    width, height = WIDTH * COLUMNS, HEIGHT * rows + 40
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11" '
             'role="img"><title>Mean gap to best known over CPU time</title>',
             f'<rect width="{width}" height="{height}" fill="white"/>']
    for number, group in enumerate(figures.sets):
        curves = {solver: points_of(figures, group, solver) for solver in figures.solvers}
        points = [point for curve_ in curves.values() for point in curve_]
        if not points:
            continue
        chart = Chart(number % COLUMNS * WIDTH, 30 + number // COLUMNS * HEIGHT, figures.times, [gap for _, gap in points])
        parts += axes(chart, group, figures.times)
        for solver in reversed(figures.solvers):
            parts += curve(chart, curves[solver], solver)
    for number, solver in enumerate(figures.solvers):
        x = LEFT + number * 130
        parts += [f'<circle cx="{x}" cy="18" r="4" fill="{COLOURS[solver]}"/>', text(x + 10, 22, names[solver])]
    return "\n".join(parts + ["</svg>", ""])
