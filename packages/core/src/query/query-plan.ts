import type { QueryPlan } from "../call/observer.ts";
import { field, textField } from "../errors/server-error.ts";

/**
 * What EXPLAIN says about where rows come from. Its conditions are left out: they contain the values of parameters.
 *
 * @internal
 */
export function planOf(explained: unknown): QueryPlan | undefined {
  const found: Found = { tables: new Set(), indexes: new Set(), records: false };
  if (textField(explained, "operator") === undefined) return undefined;
  collect(explained, found, 0);
  return { access: accessOf(found), tables: [...found.tables], indexes: [...found.indexes] };
}

interface Found {
  readonly tables: Set<string>;
  readonly indexes: Set<string>;
  records: boolean;
}

function accessOf({ tables, indexes, records }: Found): QueryPlan["access"] {
  if (tables.size > 0) return "scan";
  if (indexes.size > 0) return "index";
  return records ? "record" : "other";
}

/** How deep a plan is read. */
const deepest = 50;

function collect(node: unknown, found: Found, depth: number): void {
  if (depth > deepest) return;
  const operator = textField(node, "operator");
  const attributes = field(node, "attributes");
  const index = textField(attributes, "index");
  if (operator === "TableScan") found.tables.add(textField(attributes, "table") ?? "?");
  else if (index !== undefined) found.indexes.add(index);
  else if (operator === "RecordIdScan") found.records = true;
  for (const child of listIn(node, "children")) collect(child, found, depth + 1);
  for (const expression of listIn(node, "expressions")) {
    for (const embedded of listIn(expression, "embedded_operators")) collect(field(embedded, "plan"), found, depth + 1);
  }
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
