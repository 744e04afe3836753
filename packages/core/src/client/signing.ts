import { changing } from "../call/call-order.ts";
import type { Credentials } from "../call/credentials.ts";
import { request } from "../call/request.ts";
import { checkedToken, type Tokens } from "../call/tokens.ts";
import type { Mode } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import { takesPlace } from "../session/access-place.ts";
import { authenticate, fromCredentials } from "../session/identity.ts";
import type { Context } from "./runtime.ts";

export function* identified<M extends Mode>(
  context: Context<M>,
  credentials: Credentials,
  method: "signin" | "signup",
): Operation<Tokens> {
  const signing = (inside: Context<M>): Operation<Tokens> =>
    authenticate(inside, fromCredentials(credentials, method, inside.scope));
  return yield* changing(context, signing, { identity: true, reads: takesPlace(credentials) });
}

export function* revoked<M extends Mode>(context: Context<M>, given: Tokens | undefined): Operation<void> {
  const tokens = checkedToken(given ?? context.scope.tokens, "revoke");
  yield* request(context, "revoke", [tokens], { exclusive: true, identity: true });
}
