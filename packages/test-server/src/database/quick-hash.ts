import { createHash } from "node:crypto";

/**
 * Hashes a password so that checking it takes a hundredth of the time that the database takes by default: Argon2d with the
 * least memory that Argon2 allows, after RFC 9106. It makes guessing passwords easy, so it is for databases in memory.
 *
 * @returns what follows `PASSHASH` in `DEFINE USER`
 */
export function quickHash(password: string): string {
  const salt = new Uint8Array(8);
  const blocks = [0, 1].map((index) => firstBlock(seedOf(password, salt), index));
  for (let index = 2; index < BLOCKS; index++) {
    const previous = blocks[index - 1]!;
    blocks.push(compress(previous, blocks[referred(previous[0]!, index)]!));
  }
  const last = new Uint8Array(blocks.at(-1)!.buffer);
  const tag = blake2b(number(TAG_BYTES), last);
  return `$argon2d$v=${VERSION}$m=${BLOCKS},t=1,p=1$${base64(salt)}$${base64(tag)}`;
}

/** Kibibytes of memory; a block is one. */
const BLOCKS = 8;
const VERSION = 19;
const TAG_BYTES = 64;
const WORDS_IN_BLOCK = 128;

function seedOf(password: string, salt: Uint8Array): Uint8Array {
  const bytes = new TextEncoder().encode(password);
  const argon2d = number(0);
  const none = number(0);
  const costs = [number(1), number(TAG_BYTES), number(BLOCKS), number(1), number(VERSION), argon2d];
  return blake2b(...costs, number(bytes.length), bytes, number(salt.length), salt, none, none);
}

/** A hash of 1024 bytes: of each round the first half, and the last one whole. */
function firstBlock(seed: Uint8Array, index: number): BigUint64Array {
  const block = new Uint8Array(WORDS_IN_BLOCK * 8);
  let round = blake2b(number(block.length), seed, number(index), number(0));
  for (let offset = 0; offset < block.length - 32; offset += 32) {
    block.set(round.subarray(0, Math.min(round.length, block.length - offset)), offset);
    round = blake2b(round);
  }
  return new BigUint64Array(block.buffer);
}

/** The earlier block that a block is mixed with, chosen by the first word of the one before it. */
function referred(word: bigint, index: number): number {
  const area = BigInt(index - 1);
  const chosen = word & LOW;
  return Number(area - 1n - ((area * ((chosen * chosen) >> 32n)) >> 32n));
}

function compress(left: BigUint64Array, right: BigUint64Array): BigUint64Array {
  const mixed = left.map((word, index) => word ^ right[index]!);
  const sum = mixed.slice();
  for (let row = 0; row < 8; row++) permute(mixed, (word) => row * 16 + word);
  for (let column = 0; column < 8; column++) permute(mixed, (word) => (word >> 1) * 16 + column * 2 + (word & 1));
  return mixed.map((word, index) => word ^ sum[index]!);
}

/** Columns and diagonals of 16 words, four by four. */
const QUARTETS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** One round of BLAKE2b with multiplications, on the 16 words that `at` places in the block. */
function permute(block: BigUint64Array, at: (word: number) => number): void {
  const mix = (target: number, added: number, turned: number, bits: bigint): void => {
    const [a, b] = [block[target]!, block[added]!];
    block[target] = a + b + 2n * (a & LOW) * (b & LOW);
    const word = block[turned]! ^ block[target]!;
    block[turned] = (word >> bits) | (word << (64n - bits));
  };
  for (const [a, b, c, d] of QUARTETS.map((quartet) => quartet.map(at))) {
    mix(a!, b!, d!, 32n);
    mix(c!, d!, b!, 24n);
    mix(a!, b!, d!, 16n);
    mix(c!, d!, b!, 63n);
  }
}

const LOW = 0xffff_ffffn;

function blake2b(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash("blake2b512");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** A number as Argon2 writes it: 32 bits, the lowest first. */
function number(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replaceAll("=", "");
}
