"""Shapes as the tables write them, made into SVG paths.

`blob x y x y ...` is a smooth closed line through the points, `curve` a smooth open one, `half` a smooth one that is
closed by a straight edge; `poly` and `line` have straight sides; `oval x y rx ry` is an ellipse. `+` stands between
the shapes of one region.
"""

from collections.abc import Callable

Point = tuple[float, float]
# How far a smooth line swings: Catmull-Rom, written as cubic Bezier curves.
SWING = 1 / 6


def path_of(text: str) -> str:
    """The path of one shape, or of several."""
    return " ".join(one_path(part.strip()) for part in text.split("+"))


def one_path(text: str) -> str:
    name, _, rest = text.partition(" ")
    numbers = [float(number) for number in rest.split()]
    if name == "oval":
        return oval(*numbers)
    if len(numbers) % 2 or name not in MAKERS:
        raise ValueError(f"no shape can be read from {text!r}")
    return MAKERS[name](points_of(numbers))


def points_of(numbers: list[float]) -> list[Point]:
    return list(zip(numbers[0::2], numbers[1::2], strict=True))


def oval(x: float, y: float, rx: float, ry: float) -> str:
    return f"M{x - rx:g} {y:g}A{rx:g} {ry:g} 0 0 1 {x + rx:g} {y:g}A{rx:g} {ry:g} 0 0 1 {x - rx:g} {y:g}Z"


def poly(points: list[Point]) -> str:
    return line(points) + "Z"


def line(points: list[Point]) -> str:
    return "M" + "L".join(pair(point) for point in points)


def blob(points: list[Point]) -> str:
    return smooth([points[-1], *points, *points[:2]]) + "Z"


def curve(points: list[Point]) -> str:
    return smooth([points[0], *points, points[-1]])


def half(points: list[Point]) -> str:
    return curve(points) + "Z"


def smooth(points: list[Point]) -> str:
    """Through all points but the first and the last, which only say how it comes and goes."""
    made = "M" + pair(points[1])
    for before, start, end, after in zip(points, points[1:], points[2:], points[3:], strict=False):
        made += f"C{pair(swung(start, before, end))} {pair(swung(end, after, start))} {pair(end)}"
    return made


def swung(at: Point, other: Point, toward: Point) -> Point:
    return at[0] + (toward[0] - other[0]) * SWING, at[1] + (toward[1] - other[1]) * SWING


def pair(point: Point) -> str:
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"


MAKERS: dict[str, Callable[[list[Point]], str]] = {
    "blob": blob,
    "half": half,
    "curve": curve,
    "poly": poly,
    "line": line,
}
