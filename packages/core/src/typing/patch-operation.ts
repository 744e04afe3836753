/** One operation of a JSON Patch (RFC 6902), as SurrealDB takes them. */
export interface PatchOperation {
  readonly op: "add" | "remove" | "replace" | "change" | "copy" | "move" | "test";
  /** A JSON pointer (RFC 6901). SurrealDB 3.0, and so an embedded database, cannot address items of lists, except to add one. */
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}
