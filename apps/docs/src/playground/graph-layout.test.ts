import { describe, expect, it } from "vitest";
import type { Graph } from "./graph.ts";
import { layOut } from "./graph-layout.ts";

const node = (id: string) => ({ id, table: "n", label: id });
const edge = (from: string, to: string) => ({ from, to, label: "e" });
const chain: Graph = { nodes: ["a", "b", "c", "d"].map(node), edges: [edge("a", "b"), edge("b", "c"), edge("d", "d")] };

describe("layOut", () => {
  it("gives every node a place inside of the field, always the same", () => {
    const places = layOut(chain);
    expect([...places.keys()]).toEqual(["a", "b", "c", "d"]);
    expect([...places.values()].every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true);
    expect(layOut(chain)).toEqual(places);
  });

  it("keeps neighbours nearer than strangers", () => {
    const places = layOut(chain);
    const distance = (from: string, to: string) => {
      const [a, b] = [places.get(from)!, places.get(to)!];
      return Math.hypot(a.x - b.x, a.y - b.y);
    };
    expect(distance("a", "b")).toBeLessThan(distance("a", "d"));
    expect(distance("a", "b")).toBeLessThan(distance("a", "c"));
  });

  it("lays a chain along the longer side of the field", () => {
    const three = { nodes: ["a", "b", "c"].map(node), edges: [edge("c", "a"), edge("a", "b")] };
    const xs = ["c", "a", "b"].map((id) => layOut(three).get(id)!.x);
    expect(Math.abs(xs[0]! - xs[2]!)).toBe(1);
  });

  it("puts a single node into the middle", () => {
    expect(layOut({ nodes: [node("a")], edges: [] })).toEqual(new Map([["a", { x: 0.5, y: 0.5 }]]));
  });
});
