/** A type without some of its keys. Unlike `Omit`, it keeps the others where the type has an index signature as well. */
export type WithoutKeys<T, Keys> = { [K in keyof T as K extends Keys ? never : K]: T[K] };
