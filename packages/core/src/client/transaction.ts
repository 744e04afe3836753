import type { LiteContext } from "../lite/lite-runtime.ts";
import { LiteTransaction } from "../lite/lite-transaction.ts";
import type { Mode } from "../operation/mode.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import { withQueryExtras } from "./query-extras.ts";
import type { QuerySurface } from "./queryable.ts";

const Transaction: new <M extends Mode, S extends DatabaseShape>(
  context: LiteContext<M>,
) => QuerySurface<M, S> & LiteTransaction<M, S> = /* @__PURE__ */ withQueryExtras(LiteTransaction) as never;

/**
 * A transaction. Everything sent through it is invisible to others until {@link SurrealTransaction.commit}, and undone
 * by {@link SurrealTransaction.cancel}. A failed statement does not end it.
 *
 * It ends with its connection: when that is lost, the server rolls the transaction back and every further call raises
 * a {@link TransactionLostError}.
 *
 * @example
 * ```ts
 * await using tx = await db.beginTransaction();
 * await tx.create("order", { total: 12 });
 * await tx.commit();
 * ```
 */
export class SurrealTransaction<M extends Mode, S extends DatabaseShape = AnyDatabase> extends Transaction<M, S> {}
