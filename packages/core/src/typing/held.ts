/**
 * The same type. What is assigned to does not decide it: the compiler would infer a type parameter from the variable that
 * a result is stored in, and not from what the call was given.
 */
export type Held<T> = [T] extends [infer Same] ? Same : never;
