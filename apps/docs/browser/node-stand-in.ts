// Stands in for the functions of Node that the conformance cases use.

export const randomUUID = (): string => crypto.randomUUID();

/** What could be read off a value: its text, and what it carries on itself. */
export function inspect(value: unknown): string {
  const own = typeof value === "object" && value !== null ? Object.getOwnPropertyNames(value) : [];
  return [String(value), ...own.map((name) => `${name}: ${String((value as Record<string, unknown>)[name])}`)].join(
    "\n",
  );
}

/** What a realm of its own has: that of a frame, where the cases look for its constructors. */
export function runInNewContext(): unknown {
  return document.body.appendChild(document.createElement("iframe")).contentWindow;
}
