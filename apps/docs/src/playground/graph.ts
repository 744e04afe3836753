import { RecordId } from "@surreal-sdk/values";
import { isPlain } from "./shown-value.ts";

/** A record of a result. */
export interface GraphNode {
  readonly id: string;
  readonly table: string;
  /** Its name where it has one, else its id. */
  readonly label: string;
}

/** An edge record, or a field that holds another record's id. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The records of a result and what connects them. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const MOST_NODES = 60;

/** Finds the records inside of a result, and the edges and links between them; at most sixty records. */
export function graphOf(result: unknown): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const record of recordsOf(result)) addRecord(record, nodes, edges);
  const kept = [...nodes.values()].slice(0, MOST_NODES);
  const ids = new Set(kept.map(({ id }) => id));
  return { nodes: kept, edges: [...edges.values()].filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

type Fields = Record<string, unknown>;

/** Every object with a record id as its `id`, also inside of others, as FETCH puts them. */
function recordsOf(value: unknown): (Fields & { id: RecordId })[] {
  if (Array.isArray(value)) return value.flatMap(recordsOf);
  if (!isPlain(value)) return [];
  const inner = Object.values(value).flatMap(recordsOf);
  return value.id instanceof RecordId ? [value as Fields & { id: RecordId }, ...inner] : inner;
}

function addRecord(record: Fields & { id: RecordId }, nodes: Map<string, GraphNode>, edges: Map<string, GraphEdge>) {
  const id = String(record.id);
  if (record.in instanceof RecordId && record.out instanceof RecordId) {
    addNode(record.in, nodes);
    addNode(record.out, nodes);
    edges.set(id, { from: String(record.in), to: String(record.out), label: String(record.id.table) });
    return;
  }
  const name = record.name ?? record.title;
  nodes.set(id, { id, table: String(record.id.table), label: typeof name === "string" ? name : id });
  for (const [field, value] of Object.entries(record)) {
    if (field === "id") continue;
    for (const target of targetsOf(value)) {
      addNode(target, nodes);
      edges.set(`${id} ${field} ${target}`, { from: id, to: String(target), label: field });
    }
  }
}

/** A record that is only pointed at is known by its id, until it comes itself. */
function addNode(id: RecordId, nodes: Map<string, GraphNode>): void {
  const text = String(id);
  if (!nodes.has(text)) nodes.set(text, { id: text, table: String(id.table), label: text });
}

function targetsOf(value: unknown): RecordId[] {
  const items = Array.isArray(value) ? value : [value];
  return items
    .map((item) => (isPlain(item) ? item.id : item))
    .filter((item): item is RecordId => item instanceof RecordId);
}
