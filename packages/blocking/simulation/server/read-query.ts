/** A query as a server reads it. */
export interface ReadQuery {
  /** Where it is to run, by a `USE` that stands before it and holds for this query alone. */
  readonly place: { readonly namespace: string; readonly database: string } | undefined;
  readonly text: string;
}

/** Tells a query from the `USE` before it. */
export function readQuery(text: string): ReadQuery {
  const use = /^USE NS `?(\w+)`? DB `?(\w+)`?; /.exec(text);
  if (use === null) return { place: undefined, text };
  const [before, namespace = "", database = ""] = use;
  return { place: { namespace, database }, text: text.slice(before.length) };
}
