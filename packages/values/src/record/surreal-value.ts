import type { Datetime } from "../datetime.ts";
import type { Decimal } from "../decimal.ts";
import type { Duration } from "../duration.ts";
import type { FileRef } from "../file-ref.ts";
import type { Float } from "../float.ts";
import type { Future } from "../future.ts";
import type { Geometry } from "../geometry/geometry.ts";
import type { Range } from "../range.ts";
import type { Table } from "../table.ts";
import type { Uuid } from "../uuid.ts";
import type { RecordId } from "./record-id.ts";

/**
 * Every value that can be sent to the database or returned by it.
 *
 * `undefined` is NONE, `null` is NULL. A whole `number` is an integer, any other a float. A `Date` can be sent; the
 * database returns a `Datetime`.
 *
 * @example
 * ```ts
 * const value: SurrealValue = { name: "Ada", tags: new Set(["a"]), born: new Date(0), manager: undefined };
 * ```
 */
export type SurrealValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | RecordId
  | Table
  | Uuid
  | Decimal
  | Datetime
  | Duration
  | Float
  | FileRef
  | Range
  | Geometry
  | Future
  | readonly SurrealValue[]
  | ReadonlySet<SurrealValue>
  | { readonly [key: string]: SurrealValue };
