import { CborCodec } from "@surreal-sdk/codec";
import { databaseRules } from "../cbor/decoder-rules.ts";

/** Reads and writes values as deep as the database in this process does; a version that takes less refuses before. */
export const serverCodec: CborCodec = new CborCodec({ maxDepth: databaseRules.mostDepth });
