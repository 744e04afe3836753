import { CborCodec } from "@surreal-sdk/codec";
import { describe, expect, it } from "vitest";
import { cell } from "../wire/signal.ts";
import { Backlog } from "./backlog.ts";

const codec = new CborCodec();

function world(limit: number, maxBytes: number) {
  const posted: string[] = [];
  const cells = new Int32Array(new SharedArrayBuffer(12));
  const backlog = new Backlog(
    { post: ({ kind }: { kind: string }) => void posted.push(kind) } as never,
    cells,
    limit,
    maxBytes,
  );
  return { posted, cells, backlog };
}

describe("the notifications on their way to a blocked thread", () => {
  it("are limited in bytes as well: what is beyond is dropped, counted and told once", () => {
    const { posted, cells, backlog } = world(1_000, 2_500);
    for (let times = 0; times < 5; times++) backlog.pass(new Uint8Array(1_000));
    expect(posted).toEqual(["notification", "notification", "lost"]);
    expect(cells[cell.lost]).toBe(3);
  });

  it("have room again once they were taken in, wherever the counter stands", () => {
    const { posted, cells, backlog } = world(1_000, 2_500);
    cells[cell.taken] = 0;
    for (let times = 0; times < 5_000; times++) {
      backlog.pass(new Uint8Array(1_000));
      Atomics.add(cells, cell.taken, 1);
    }
    expect(posted).toHaveLength(5_000);
    expect(backlog.waiting).toBe(1);
  });

  it("may be one of any size", () => {
    const { posted, backlog } = world(1_000, 10);
    backlog.pass(new Uint8Array(1_000));
    expect(posted).toEqual(["notification"]);
  });

  it("always let ends through, and not ten thousands of them", () => {
    const { posted, backlog } = world(0, 0);
    const end = codec.encode({ result: { id: 1, action: "KILLED" } });
    for (let times = 0; times < 10_001; times++) backlog.pass(end);
    expect(posted.filter((kind) => kind === "notification")).toHaveLength(10_000);
    expect(posted.at(-1)).toBe("lost");
  });
});
