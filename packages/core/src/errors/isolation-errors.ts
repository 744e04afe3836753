import { detailKindOf, type ServerErrorFacts } from "./server-error.ts";
import { QueryError } from "./server-errors.ts";

/** The data of the requested age is gone, or the server cannot give it. Allow older data, or read the latest. */
export class ReadSnapshotTooStaleError extends QueryError {
  static override readonly errorName: string = "ReadSnapshotTooStaleError";
}

/** A serializable transaction cannot read old data: leave out `maxStaleness`, or the isolation. */
export class SerializableStaleReadError extends QueryError {
  static override readonly errorName: string = "SerializableStaleReadError";
}

/** The storage of this server does not support the isolation that was asked for. */
export class IsolationNotSupportedError extends QueryError {
  static override readonly errorName: string = "IsolationNotSupportedError";
}

const classes: ReadonlyMap<string, new (facts: ServerErrorFacts) => QueryError> = new Map([
  ["ReadSnapshotTooStale", ReadSnapshotTooStaleError],
  ["SerializableStaleRead", SerializableStaleReadError],
  ["IsolationNotSupported", IsolationNotSupportedError],
]);

/** The error about the isolation of a transaction, if it is one. @internal */
export function toIsolationError(facts: ServerErrorFacts): QueryError | undefined {
  if (facts.kind !== "Query") return undefined;
  const detail = detailKindOf(facts.details);
  const found = detail === undefined ? undefined : classes.get(detail);
  return found === undefined ? undefined : new found(facts);
}
