/* The CBOR tags of SurrealDB, to be imported as `Tag`. Single constants end up as numbers in a bundle. */

export const datetimeText = 0;
export const none = 6;
export const table = 7;
export const recordId = 8;
export const uuidText = 9;
export const decimal = 10;
export const datetime = 12;
export const durationText = 13;
export const duration = 14;
export const future = 15;
export const uuid = 37;
export const range = 49;
export const boundIncluded = 50;
export const boundExcluded = 51;
export const file = 55;
export const set = 56;
export const point = 88;
export const line = 89;
export const polygon = 90;
export const multiPoint = 91;
export const multiLine = 92;
export const multiPolygon = 93;
export const collection = 94;
