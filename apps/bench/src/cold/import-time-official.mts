// How long importing the official SDK takes, in milliseconds.
const start = performance.now();
await import("surrealdb");
console.log(performance.now() - start);
