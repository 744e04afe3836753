/** A point of a drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line between two nodes, and where its label stands: beside it, never on it. */
export interface EdgeLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly label: Point & { readonly anchor: "start" | "middle" | "end" };
}

/** How far a label is from its line. */
const BESIDE = 8;

/**
 * Draws an edge from one node to another.
 *
 * @param gap - how far before the middle of the node it ends, so that the arrow's head shows
 */
export function edgeLine(from: Point, to: Point, gap: number): EdgeLine {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const short = gap / length;
  // The normal that points up, and to the right of a line that is upright.
  const up = dx >= 0 ? 1 : -1;
  const [nx, ny] = [(up * dy) / length, (-up * dx) / length];
  const anchor = nx > 0.3 ? "start" : nx < -0.3 ? "end" : "middle";
  const label = { x: (from.x + to.x) / 2 + BESIDE * nx, y: (from.y + to.y) / 2 + BESIDE * ny, anchor } as const;
  return { x1: from.x, y1: from.y, x2: to.x - dx * short, y2: to.y - dy * short, label };
}
