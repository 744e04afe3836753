/** Imports what most applications in a browser need. */
export const asyncClient = 'import { AsyncSurreal } from "surreal-sdk/async"; globalThis.surreal = AsyncSurreal;';

/** Imports one data type. */
export const recordIdAlone = 'import { RecordId } from "@surreal-sdk/values"; globalThis.surreal = RecordId;';
