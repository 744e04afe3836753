/** The number of consecutive bytes of a request that are not shown in a message. */
const shortest = 4;
/** Words of the protocol, which describe the request and are not secrets. */
const harmless = new Set(
  (
    "access application arguments auth authenticate authentication begin bearer body cancel cbor client code commit " +
    "content create data database delete error errors export failed fields from graphql header http https id import info " +
    "insert internal invalid json kill kind length let live merge message method missing name namespace null params " +
    "parse pass password patch permission ping pong query ready record refused relate request reset response result return root rpc " +
    "select server session sessions signin signup statement status surreal surrealdb table text thing token type unset " +
    "update upsert use user username value values variables version where"
  ).split(" "),
);

/**
 * Removes from a text of the peer what was sent to it: an error page that repeats the request would put passwords into
 * logs. Control characters in the rest are made visible. Takes linear time.
 *
 * @param text - what the peer sent
 * @param sent - the bytes that had been sent
 * @internal
 */
export function masked(text: string, sent: readonly Uint8Array[]): string {
  if (sent.length === 0 || text.length < shortest) return text;
  const bytes = new TextEncoder().encode(text);
  const repeated = repeatedBytes(bytes, sent);
  let shown = "";
  let at = 0;
  let wasMasked = false;
  for (const character of text) {
    const isMasked = repeated[at] === 1;
    if (!isMasked) shown += character;
    else if (!wasMasked) shown += "…";
    wasMasked = isMasked;
    at += lengthOf(character);
  }
  return shown;
}

/** Marks with 1 the bytes that occur in something that was sent, except words of the protocol. */
function repeatedBytes(bytes: Uint8Array, sent: readonly Uint8Array[]): Uint8Array {
  const places = new Map<number, number[]>();
  for (let at = 0; at + shortest <= bytes.length; at++) {
    const key = four(bytes, at);
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  }
  const repeated = new Uint8Array(bytes.length);
  for (const frame of sent) {
    for (let at = 0; at + shortest <= frame.length && places.size > 0; at++) {
      const key = four(frame, at);
      const found = places.get(key);
      if (found === undefined) continue;
      places.delete(key);
      for (const place of found) repeated.fill(1, place, place + shortest);
    }
  }
  return withoutHarmless(bytes, repeated);
}

function withoutHarmless(bytes: Uint8Array, repeated: Uint8Array): Uint8Array {
  for (let at = 0; at < bytes.length; at++) {
    const start = at;
    while (isLetter(bytes[at])) at++;
    if (at - start < 2 || at - start > 16) continue;
    const word = String.fromCharCode(...bytes.subarray(start, at)).toLowerCase();
    if (harmless.has(word)) repeated.fill(0, start, at);
  }
  return repeated;
}

function isLetter(byte: number | undefined): boolean {
  const lower = (byte ?? 0) | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function four(bytes: Uint8Array, at: number): number {
  const byte = (index: number): number => bytes[at + index] as number;
  return (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3);
}

/** Bytes of a character in UTF-8; an unpaired surrogate is written as U+FFFD. */
function lengthOf(character: string): number {
  const code = character.codePointAt(0) as number;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code > 0xffff ? 4 : 3;
}
