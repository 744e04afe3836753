import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { graphOf } from "./graph.ts";

const ada = new RecordId("person", "ada");
const grace = new RecordId("person", "grace");
const town = new RecordId("town", 1);

describe("graphOf", () => {
  it("makes edges of edge records, and nodes of both of their ends", () => {
    const knows = { id: new RecordId("knows", 1), in: ada, out: grace, since: 1840 };
    expect(graphOf([{ id: ada, name: "Ada" }, knows])).toEqual({
      nodes: [
        { id: "person:ada", table: "person", label: "Ada" },
        { id: "person:grace", table: "person", label: "person:grace" },
      ],
      edges: [{ from: "person:ada", to: "person:grace", label: "knows" }],
    });
  });

  it("follows links, lists of links and fetched records", () => {
    const { nodes, edges } = graphOf([{ id: ada, home: { id: town, name: "Ockham" }, friends: [grace] }]);
    expect(nodes.map(({ label }) => label)).toEqual(["person:ada", "Ockham", "person:grace"]);
    expect(edges).toEqual([
      { from: "person:ada", to: "town:1", label: "home" },
      { from: "person:ada", to: "person:grace", label: "friends" },
    ]);
  });

  it("finds nothing in plain values", () => {
    expect(graphOf([1, { a: ada }])).toEqual({ nodes: [], edges: [] });
  });

  it("shows at most sixty records, and no edge to one that is not shown", () => {
    const ids = Array.from({ length: 70 }, (_, index) => new RecordId("n", index));
    const rows = ids.map((id, index) => ({ id, next: ids[(index + 1) % 70] }));
    const { nodes, edges } = graphOf(rows);
    expect(nodes).toHaveLength(60);
    expect(edges).toHaveLength(59);
  });
});
