/**
 * Finds a cycle in a graph.
 *
 * @param {Map<string, string[]>} graph the neighbours of each node
 * @returns {string[] | undefined} the nodes of the cycle, with the first node again at the end
 */
export function findCycle(graph) {
  const finished = new Set();
  for (const start of graph.keys()) {
    const cycle = walk(start, [], graph, finished);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function walk(node, path, graph, finished) {
  const seenAt = path.indexOf(node);
  if (seenAt >= 0) return [...path.slice(seenAt), node];
  if (finished.has(node)) return undefined;
  for (const next of graph.get(node) ?? []) {
    const cycle = walk(next, [...path, node], graph, finished);
    if (cycle !== undefined) return cycle;
  }
  finished.add(node);
  return undefined;
}
