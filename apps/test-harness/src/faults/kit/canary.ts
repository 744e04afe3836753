import { inspect } from "node:util";

/** Everything a value says of itself when somebody prints, logs, sends or lists it. */
export function spoken(value: unknown): string {
  const parts = [inspect(value, { showHidden: true, depth: 12, getters: false }), json(value)];
  const seen = new Set<unknown>();
  for (let at: unknown = value; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    parts.push(at.message, at.stack ?? "", String(at), inspect(at, { showHidden: true, depth: 12 }), json(at));
    for (const key of Reflect.ownKeys(at)) parts.push(json((at as unknown as Record<PropertyKey, unknown>)[key]));
  }
  return parts.join("\n");
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // What cannot be written as JSON says nothing there.
    return "";
  }
}
