import { arrayItems } from "../cbor/walk.ts";
import { array, text } from "../cbor/write.ts";
import { textParameter } from "./parameters.ts";

const sessionEnd = /\$session\.exp\b/g;

/** The parameters of a query in which a session ends with its token, of which the database in this process does not know. */
export function withSessionEnd(params: Uint8Array, end: number): Uint8Array {
  const query = textParameter(params, 0);
  if (query === undefined || !query.includes("$session.exp")) return params;
  const known = query.replace(sessionEnd, `(math::min([$session.exp ?? ${end}, ${end}]))`);
  const [, ...others] = (arrayItems(params, 0) ?? []).map(({ start, end: to }) => params.subarray(start, to));
  return array([text(known), ...others]);
}
