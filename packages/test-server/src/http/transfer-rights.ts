import { array, text } from "../cbor/write.ts";
import type { Exchange } from "./exchange.ts";
import { refusal } from "./http-reply.ts";

/**
 * Refuses an export or import if its sender lacks the rights.
 *
 * @param probe - a query that fails without the rights, and changes nothing
 * @throws HttpRefusal
 */
export async function demandRights(exchange: Exchange, probe: string): Promise<void> {
  const { authentication, profile } = exchange.rules;
  const refused = refusal(403, "IAM error: Not enough permissions to perform this action");
  if (profile.transfersNameRights && authentication && !exchange.session.identified) throw refused;
  const answer = Buffer.from(await exchange.demand("query", array([text(probe)])));
  if (answer.includes("Not enough permissions") || answer.includes("IAM error")) throw refused;
}
