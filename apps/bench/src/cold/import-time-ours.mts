// How long importing the SDK takes, in milliseconds.
const start = performance.now();
await import("surreal-sdk");
console.log(performance.now() - start);
