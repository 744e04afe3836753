import type { Graph } from "./graph.ts";

/** Where a node is drawn; both numbers from 0 to 1. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Body {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

const ROUNDS = 200;

/**
 * Finds a place for every node: all push each other away, edges pull together, and the pace falls to a halt. The same
 * graph always looks the same.
 */
export function layOut({ nodes, edges }: Graph): ReadonlyMap<string, Place> {
  const bodies = new Map(nodes.map(({ id }, index) => [id, onCircle(index, nodes.length)]));
  const all = [...bodies.values()];
  const links = edges.flatMap(({ from, to }) => {
    const [a, b] = [bodies.get(from), bodies.get(to)];
    return a === undefined || b === undefined || a === b ? [] : [[a, b] as const];
  });
  const reach = 1 / Math.sqrt(Math.max(1, all.length));
  for (let round = 0; round < ROUNDS; round++) {
    push(all, reach);
    for (const [a, b] of links) pull(a, b, reach);
    move(all, 0.1 * (1 - round / ROUNDS));
  }
  return fitted(bodies);
}

function onCircle(index: number, count: number): Body {
  const angle = (2 * Math.PI * index) / count;
  return { x: Math.cos(angle), y: Math.sin(angle), dx: 0, dy: 0 };
}

function push(bodies: readonly Body[], reach: number): void {
  for (const a of bodies) {
    for (const b of bodies) {
      if (a === b) continue;
      const [x, y] = [a.x - b.x, a.y - b.y];
      const force = reach ** 2 / Math.max(1e-4, x * x + y * y);
      a.dx += x * force;
      a.dy += y * force;
    }
  }
}

function pull(a: Body, b: Body, reach: number): void {
  const [x, y] = [a.x - b.x, a.y - b.y];
  const force = Math.hypot(x, y) / reach;
  a.dx -= x * force;
  a.dy -= y * force;
  b.dx += x * force;
  b.dy += y * force;
}

function move(bodies: readonly Body[], pace: number): void {
  for (const body of bodies) {
    const length = Math.hypot(body.dx, body.dy);
    const step = length === 0 ? 0 : Math.min(length, pace) / length;
    body.x += body.dx * step;
    body.y += body.dy * step;
    body.dx = 0;
    body.dy = 0;
  }
}

/** Stretches the drawing to the whole of its field, its longer side along the longer side of the field. */
function fitted(bodies: ReadonlyMap<string, Body>): Map<string, Place> {
  const along = (of: (body: Body) => number) => {
    const all = [...bodies.values()].map(of);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const extent = most - least;
    return { extent, at: (body: Body) => (extent < 1e-9 ? 0.5 : (of(body) - least) / extent) };
  };
  const [wide, high] = [along((body) => body.x), along((body) => body.y)];
  const [x, y] = wide.extent >= high.extent ? [wide.at, high.at] : [high.at, wide.at];
  return new Map([...bodies].map(([id, body]) => [id, { x: x(body), y: y(body) }]));
}
