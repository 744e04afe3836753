export * from "@surreal-sdk/json";
