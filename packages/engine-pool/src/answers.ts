import { CborCodec } from "@surreal-sdk/codec";

const codec = new CborCodec();

/**
 * Makes the request that proves on another connection the identity that this answer to a sign-in gave. The password is
 * sent once, and a sign-up creates one user.
 *
 * @returns `undefined` when the answer holds no token
 */
export function authentication(id: string, answer: Uint8Array): Uint8Array | undefined {
  const result = resultIn(answer);
  const token = typeof result === "string" ? result : field(result, "access");
  return typeof token === "string" ? codec.encode({ id, method: "authenticate", params: [token] }) : undefined;
}

/** The id of the transaction that an answer to `begin` names; servers differ in its form. */
export function transactionIn(answer: Uint8Array): string | undefined {
  const result = resultIn(answer);
  const [listed] = Array.isArray(result) ? (result as unknown[]) : [];
  const named = listed ?? field(result, "id") ?? field(result, "txn") ?? result;
  return uuid.exec(String(named))?.[0].toLowerCase();
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** What cannot be read holds nothing. */
function resultIn(answer: Uint8Array): unknown {
  try {
    return field(codec.decode(answer), "result");
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  const isObject = typeof value === "object" && value !== null;
  return isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
