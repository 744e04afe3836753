/** Imports what a program runs that connects and queries, and starts no live query. */
export const queriesAlone = `
  import { ConnectionState } from "../../../../packages/core/dist/session/connection-state.js";
  import { fetchResults } from "../../../../packages/core/dist/query/run-query.js";
  globalThis.surreal = [ConnectionState, fetchResults];`;

/** Imports one data type. */
export const recordIdAlone = 'import { RecordId } from "@surreal-sdk/values"; globalThis.surreal = RecordId;';
