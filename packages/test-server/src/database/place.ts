/** A namespace, or a database in it; nothing is the whole store. */
export interface Place {
  readonly namespace?: string | undefined;
  readonly database?: string | undefined;
}
