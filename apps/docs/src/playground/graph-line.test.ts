import { expect, it } from "vitest";
import { edgeLine } from "./graph-line.ts";

const middle = { x: 100, y: 100 };

it("an edge ends before its node", () => {
  expect(edgeLine({ x: 0, y: 100 }, middle, 14)).toMatchObject({ x1: 0, y1: 100, x2: 86, y2: 100 });
});

it.each([
  ["flat", { x: 200, y: 100 }, "middle"],
  ["flat, backwards", { x: 0, y: 100 }, "middle"],
  ["upright", { x: 100, y: 200 }, "start"],
  ["upright, backwards", { x: 100, y: 0 }, "end"],
  ["slanting down", { x: 200, y: 200 }, "start"],
  ["slanting up", { x: 200, y: 0 }, "end"],
] as const)("the label of an edge that is %s stands beside it, and goes on away from it", (_, to, anchor) => {
  const { label } = edgeLine(middle, to, 14);
  const [dx, dy] = [to.x - middle.x, to.y - middle.y];
  const away = (label.x - middle.x) * dy - (label.y - middle.y) * dx;
  expect(Math.abs(away) / Math.hypot(dx, dy)).toBeCloseTo(8);
  expect(label.y).toBeLessThanOrEqual((middle.y + to.y) / 2);
  expect(label.anchor).toBe(anchor);
});
