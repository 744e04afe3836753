import { changing } from "../call/call-order.ts";
import type { Credentials } from "../call/credentials.ts";
import { request } from "../call/request.ts";
import { checkedToken, type KeptTokens, type Tokens } from "../call/tokens.ts";
import type { Operation } from "../operation/operation.ts";
import { takesPlace } from "./access-place.ts";
import type { SessionContext } from "./connection-state.ts";
import { authenticate, fromCredentials } from "./identity.ts";

/** Signs in or up, in the order of the calls. @internal */
export function* identify(
  context: SessionContext,
  credentials: Credentials,
  method: "signin" | "signup",
): Operation<Tokens> {
  const signing = (inside: SessionContext): Operation<Tokens> =>
    authenticate(inside, fromCredentials(credentials, method, inside.scope));
  return yield* changing(context, signing, { identity: true, reads: takesPlace(credentials) });
}

/** Invalidates a refresh token: the given one, or that of the session. @internal */
export function* revokeTokens(context: SessionContext, given: KeptTokens | undefined): Operation<void> {
  const tokens = checkedToken(given ?? context.scope.tokens, "revoke");
  yield* request(context, "revoke", [tokens], { exclusive: true, identity: true });
}
