/** The names in other SDKs, and the names here. */
const others: ReadonlyMap<string, string> = new Map([
  ["authentication", "auth"],
  ["credentials", "auth"],
  ["token", "auth"],
  ["ns", "namespace"],
  ["db", "database"],
  ["retryDelay", "minDelay"],
  ["retryDelayMax", "maxDelay"],
  ["order", "orderBy"],
  ["output", "return"],
]);

/** A longer name is not a misspelling of one of ours. */
const longest = 40;

/**
 * Returns the existing name that an unknown one probably means, if there is one.
 *
 * @internal
 */
export function closestName(name: string, known: readonly string[]): string | undefined {
  const other = others.get(name);
  if (other !== undefined && known.includes(other)) return other;
  if (name.length > longest) return undefined;
  const [closest] = known
    .map((one) => ({ one, distance: distance(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= Math.max(1, Math.floor(one.length / 4)))
    .sort((left, right) => left.distance - right.distance);
  return closest?.one;
}

/** The edit distance of two names. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (row[column - 1] as number) + (to[column - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[column] as number) + 1, (next[column - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
